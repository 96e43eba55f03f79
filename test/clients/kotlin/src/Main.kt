/** The package that openapi-generator makes for Kotlin. */
import kyukei.apis.MeetingsApi
import kyukei.apis.MembersApi
import kyukei.apis.ScheduleApi
import kyukei.infrastructure.ClientError
import kyukei.infrastructure.ClientException
import kyukei.infrastructure.Serializer
import kyukei.models.AckBody
import kyukei.models.AckStatus
import kyukei.models.AnnouncementBody
import kyukei.models.ExtendBody
import kyukei.models.Problem
import kyukei.models.RequestBody
import kyukei.models.RequestKind
import kyukei.models.RestBody
import kyukei.models.ScheduleBody
import kyukei.models.ScheduleMode
import kyukei.models.SchedulePreset

fun main(arguments: Array<String>) {
    val (url, meeting) = arguments
    val meetings = MeetingsApi(url)
    val members = MembersApi(url)
    val schedule = ScheduleApi(url)

    println("startMeeting: ${meetings.startMeeting(meeting).message.value}")

    val called = meetings.callBreak(meeting, restBody = RestBody(message = "Tea", durationSeconds = 600))
    println("callBreak: ${called.durationSeconds}")

    println("extendBreak: ${meetings.extendBreak(meeting, ExtendBody(seconds = 300)).durationSeconds}")

    println("undoCommand: ${meetings.undoCommand(meeting).undoneEvent}")

    val wish = RequestBody("ann", kind = RequestKind.more_time)
    println("requestBreak: ${members.requestBreak(meeting, wish).message.value}")

    println("getStatus: ${meetings.getStatus(meeting).restFlg}")

    val answer = AckBody("ann", AckStatus.back, name = "Ann")
    println("acknowledgeBreak: ${members.acknowledgeBreak(meeting, answer).members.back}")

    val plan = ScheduleBody(preset = SchedulePreset.ukMinusHse, mode = ScheduleMode.suggest)
    println("setSchedule: ${schedule.setSchedule(meeting, plan).schedule?.everyMinutes}")

    val announced = meetings.sendAnnouncement(meeting, AnnouncementBody("Slides"))
    println("sendAnnouncement: ${announced.message.value}")

    val events = meetings.listNotices(meeting, limit = 100).events.map { it.event }
    println("listNotices: ${events.joinToString(" ")}")

    val several = meetings.getMeetings(listOf(meeting, "never-started")).meetings
    println("getMeetings: ${several.joinToString(" ") { it.phase.value }}")

    println("getCalendar: ${calendarOf(meetings, meeting)}")

    val unknown = problemOf { meetings.getStatus("$meeting-unknown") }
    println("${unknown.status}: ${unknown.code}")

    val half = problemOf { schedule.setSchedule(meeting, ScheduleBody(everyMinutes = 50)) }
    println("${half.status}: ${half.code} ${half.errors?.first()?.field}")

    println("endMeeting: ${meetings.endMeeting(meeting).message.value}")
}

/** The generated client reads no text/calendar: a calendar program takes the address itself. */
private fun calendarOf(meetings: MeetingsApi, meeting: String): String =
    try {
        meetings.getCalendar(meeting).lines().first()
    } catch (unsupported: UnsupportedOperationException) {
        unsupported.javaClass.simpleName
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
