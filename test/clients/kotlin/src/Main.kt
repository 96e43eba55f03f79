/** The package that openapi-generator makes for Kotlin. */
import kyukei.apis.MeetingsApi
import kyukei.apis.MembersApi
import kyukei.apis.ScheduleApi
import kyukei.infrastructure.ClientError
import kyukei.infrastructure.ClientException
import kyukei.infrastructure.Serializer
import kyukei.models.AckBody
import kyukei.models.AckStatus
import kyukei.models.ExtendBody
import kyukei.models.Problem
import kyukei.models.RestBody
import kyukei.models.ScheduleBody
import kyukei.models.ScheduleMode
import kyukei.models.SchedulePreset

fun main(arguments: Array<String>) {
    val (url, meeting) = arguments
    val meetings = MeetingsApi(url)
    val schedule = ScheduleApi(url)

    println("startMeeting: ${meetings.startMeeting(meeting).message.value}")

    val called = meetings.callBreak(meeting, restBody = RestBody(message = "Tea", durationSeconds = 600))
    println("callBreak: ${called.durationSeconds}")

    println("extendBreak: ${meetings.extendBreak(meeting, ExtendBody(seconds = 300)).durationSeconds}")

    println("getStatus: ${meetings.getStatus(meeting).restFlg}")

    val answer = AckBody("ann", AckStatus.back, name = "Ann")
    println("acknowledgeBreak: ${MembersApi(url).acknowledgeBreak(meeting, answer).members.back}")

    val plan = ScheduleBody(preset = SchedulePreset.ukMinusHse, mode = ScheduleMode.suggest)
    println("setSchedule: ${schedule.setSchedule(meeting, plan).schedule?.everyMinutes}")

    val events = meetings.listNotices(meeting, limit = 100).events.map { it.event }
    println("listNotices: ${events.joinToString(" ")}")

    val unknown = problemOf { meetings.getStatus("$meeting-unknown") }
    println("${unknown.status}: ${unknown.code}")

    val half = problemOf { schedule.setSchedule(meeting, ScheduleBody(everyMinutes = 50)) }
    println("${half.status}: ${half.code} ${half.errors?.first()?.field}")

    println("endMeeting: ${meetings.endMeeting(meeting).message.value}")
}

/** A refusal as the service said it: the generated client hands out its text. */
private fun problemOf(call: () -> Unit): Problem =
    try {
        call()
        error("the call was not refused")
    } catch (refusal: ClientException) {
        val body = (refusal.response as ClientError<*>).body as String
        checkNotNull(Serializer.moshi.adapter(Problem::class.java).fromJson(body))
    }
