//! The crate that openapi-generator makes for Rust.

use kyukei_api::apis::configuration::Configuration;
use kyukei_api::apis::{meetings_api, members_api, schedule_api, Error};
use kyukei_api::models::{
    AckBody, AckStatus, ExtendBody, Problem, RestBody, ScheduleBody, ScheduleMode, SchedulePreset,
};

type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().collect();
    let meeting = arguments[2].as_str();
    let mut service = Configuration::new();
    service.base_path = arguments[1].clone();

    let started = meetings_api::start_meeting(&service, meeting, None).await?;
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
    println!("setSchedule: {}", planned.schedule.map_or(0, |schedule| schedule.every_minutes));

    let listed = meetings_api::list_notices(&service, meeting, None, Some(100)).await?;
    let events: Vec<String> = listed.events.into_iter().map(|notice| notice.event).collect();
    println!("listNotices: {}", events.join(" "));

    let unknown = meetings_api::get_status(&service, &format!("{meeting}-unknown")).await;
    let problem = problem_of(unknown)?;
    println!("{}: {}", problem.status, problem.code);

    let mut half = ScheduleBody::new();
    half.every_minutes = Some(Some(50));
    let problem = problem_of(schedule_api::set_schedule(&service, meeting, half).await)?;
    let field = problem.errors.and_then(|errors| errors.into_iter().next()).map(|error| error.field);
    println!("{}: {} {}", problem.status, problem.code, field.unwrap_or_default());

    let ended = meetings_api::end_meeting(&service, meeting, None).await?;
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
