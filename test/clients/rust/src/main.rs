//! The crate that openapi-generator makes for Rust.

use kyukei_api::apis::configuration::Configuration;
use kyukei_api::apis::{meetings_api, members_api, schedule_api, Error};
use kyukei_api::models::{
    AckBody, AckStatus, AnnouncementBody, ExtendBody, Problem, RequestBody, RequestKind, RestBody,
    ScheduleBody, ScheduleMode, SchedulePreset,
};

type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().collect();
    let meeting = arguments[2].as_str();
    let mut service = Configuration::new();
    service.base_path = arguments[1].clone();

    let started = meetings_api::start_meeting(&service, meeting, None, None).await?;
    println!("startMeeting: {}", serde_json::to_value(started.message)?.as_str().unwrap_or_default());

    let mut rest = RestBody::new();
    rest.message = Some(Some("Tea".into()));
    rest.duration_seconds = Some(Some(600));
    let called = meetings_api::call_break(&service, meeting, None, Some(rest)).await?;
    println!("callBreak: {}", called.duration_seconds.unwrap_or_default());

    let mut later = ExtendBody::new();
    later.seconds = Some(Some(300));
    let extended = meetings_api::extend_break(&service, meeting, later, None).await?;
    println!("extendBreak: {}", extended.duration_seconds.unwrap_or_default());

    let undone = meetings_api::undo_command(&service, meeting, None, None).await?;
    println!("undoCommand: {}", undone.undone_event);

    let mut wish = RequestBody::new("ann".into());
    wish.kind = Some(Some(RequestKind::MoreTime));
    let more = members_api::request_break(&service, meeting, wish, None).await?;
    println!("requestBreak: {}", serde_json::to_value(more.message)?.as_str().unwrap_or_default());

    let status = meetings_api::get_status(&service, meeting).await?;
    println!("getStatus: {}", status.rest_flg);

    let mut answer = AckBody::new("ann".into(), AckStatus::Back);
    answer.name = Some(Some("Ann".into()));
    let acknowledged = members_api::acknowledge_break(&service, meeting, answer, None).await?;
    println!("acknowledgeBreak: {}", acknowledged.members.back);

    let mut plan = ScheduleBody::new();
    plan.preset = Some(Some(SchedulePreset::UkHse));
    plan.mode = Some(Some(ScheduleMode::Suggest));
    let planned = schedule_api::set_schedule(&service, meeting, plan).await?;
    let minutes = planned.schedule.and_then(|schedule| schedule.every_minutes);
    println!("setSchedule: {}", minutes.unwrap_or_default());

    let announcement = AnnouncementBody::new("Slides".into());
    let announced = meetings_api::send_announcement(&service, meeting, announcement, None).await?;
    println!("sendAnnouncement: {}", serde_json::to_value(announced.message)?.as_str().unwrap_or_default());

    let listed = meetings_api::list_notices(&service, meeting, None, Some(100), None).await?;
    let events: Vec<String> = listed.events.into_iter().map(|notice| notice.event).collect();
    println!("listNotices: {}", events.join(" "));

    let ids = vec![meeting.to_string(), "never-started".into()];
    let several = meetings_api::get_meetings(&service, ids, None, None).await?;
    let phases: Vec<serde_json::Value> =
        several.meetings.iter().map(|one| serde_json::to_value(one.phase)).collect::<Result<_, _>>()?;
    let phases: Vec<&str> = phases.iter().filter_map(|phase| phase.as_str()).collect();
    println!("getMeetings: {}", phases.join(" "));

    // The generated client reads no text/calendar: a calendar program takes the address itself.
    let calendar = match meetings_api::get_calendar(&service, meeting).await {
        Ok(calendar) => calendar.lines().next().unwrap_or_default().to_string(),
        Err(Error::Serde(_)) => "Error::Serde".into(),
        Err(error) => return Err(error.into()),
    };
    println!("getCalendar: {calendar}");

    let unknown = meetings_api::get_status(&service, &format!("{meeting}-unknown")).await;
    let problem = problem_of(unknown)?;
    println!("{}: {}", problem.status, problem.code);

    let mut half = ScheduleBody::new();
    half.every_minutes = Some(Some(50));
    let problem = problem_of(schedule_api::set_schedule(&service, meeting, half).await)?;
    let field = problem.errors.and_then(|errors| errors.into_iter().next()).map(|error| error.field);
    println!("{}: {} {}", problem.status, problem.code, field.unwrap_or_default());

    let ended = meetings_api::end_meeting(&service, meeting, None, None).await?;
    println!("endMeeting: {}", serde_json::to_value(ended.message)?.as_str().unwrap_or_default());
    Ok(())
}

/// A refusal as the service said it.
fn problem_of<T, E>(answer: Result<T, Error<E>>) -> Result<Problem, Failure> {
    match answer {
        Err(Error::ResponseError(refusal)) => Ok(serde_json::from_str(&refusal.content)?),
        Err(_) => Err("the call failed otherwise".into()),
        Ok(_) => Err("the call was not refused".into()),
    }
}
