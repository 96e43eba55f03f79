// Command openapi calls the service with the client that openapi-generator makes for Go.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"

	kyukei "kyukei/clients/generated/openapi-generator"
)

func main() {
	url, meeting := os.Args[1], os.Args[2]
	ctx := context.Background()
	configuration := kyukei.NewConfiguration()
	configuration.Servers = kyukei.ServerConfigurations{{URL: url}}
	client := kyukei.NewAPIClient(configuration)

	started, _, err := client.MeetingsAPI.StartMeeting(ctx, meeting).Execute()
	check(err)
	fmt.Printf("startMeeting: %s\n", started.Message)

	rest := kyukei.NewRestBody()
	rest.SetMessage("Tea")
	rest.SetDurationSeconds(600)
	called, _, err := client.MeetingsAPI.CallBreak(ctx, meeting).RestBody(*rest).Execute()
	check(err)
	fmt.Printf("callBreak: %d\n", called.GetDurationSeconds())

	later := kyukei.NewExtendBody()
	later.SetSeconds(300)
	extended, _, err := client.MeetingsAPI.ExtendBreak(ctx, meeting).ExtendBody(*later).Execute()
	check(err)
	fmt.Printf("extendBreak: %d\n", extended.GetDurationSeconds())

	undone, _, err := client.MeetingsAPI.UndoCommand(ctx, meeting).Execute()
	check(err)
	fmt.Printf("undoCommand: %s\n", undone.UndoneEvent)

	wish := kyukei.NewRequestBody("ann")
	wish.SetKind("more_time")
	more, _, err := client.MembersAPI.RequestBreak(ctx, meeting).RequestBody(*wish).Execute()
	check(err)
	fmt.Printf("requestBreak: %s\n", more.Message)

	status, _, err := client.MeetingsAPI.GetStatus(ctx, meeting).Execute()
	check(err)
	fmt.Printf("getStatus: %t\n", status.RestFlg)

	answer := kyukei.NewAckBody("ann", "back")
	answer.SetName("Ann")
	acknowledged, _, err := client.MembersAPI.AcknowledgeBreak(ctx, meeting).AckBody(*answer).Execute()
	check(err)
	fmt.Printf("acknowledgeBreak: %d\n", acknowledged.Members.Back)

	plan := kyukei.NewScheduleBody()
	plan.SetPreset("uk-hse")
	plan.SetMode("suggest")
	planned, _, err := client.ScheduleAPI.SetSchedule(ctx, meeting).ScheduleBody(*plan).Execute()
	check(err)
	schedule := planned.GetSchedule()
	fmt.Printf("setSchedule: %d\n", schedule.GetEveryMinutes())

	announcement := kyukei.NewAnnouncementBody("Slides")
	announced, _, err := client.MeetingsAPI.SendAnnouncement(ctx, meeting).AnnouncementBody(*announcement).Execute()
	check(err)
	fmt.Printf("sendAnnouncement: %s\n", announced.Message)

	listed, _, err := client.MeetingsAPI.ListNotices(ctx, meeting).Limit(100).Execute()
	check(err)
	var events []string
	for _, notice := range listed.Events {
		events = append(events, notice.Event)
	}
	fmt.Printf("listNotices: %s\n", strings.Join(events, " "))

	several, _, err := client.MeetingsAPI.GetMeetings(ctx).Id([]string{meeting, "never-started"}).Execute()
	check(err)
	var phases []string
	for _, one := range several.Meetings {
		phases = append(phases, one.Phase)
	}
	fmt.Printf("getMeetings: %s\n", strings.Join(phases, " "))

	calendar, _, err := client.MeetingsAPI.GetCalendar(ctx, meeting).Execute()
	check(err)
	fmt.Printf("getCalendar: %s\n", strings.Split(calendar, "\r\n")[0])

	_, _, err = client.MeetingsAPI.GetStatus(ctx, meeting+"-unknown").Execute()
	unknown := problemOf(err)
	fmt.Printf("%d: %s\n", unknown.Status, unknown.Code)

	half := kyukei.NewScheduleBody()
	half.SetEveryMinutes(50)
	_, _, err = client.ScheduleAPI.SetSchedule(ctx, meeting).ScheduleBody(*half).Execute()
	problem := problemOf(err)
	fmt.Printf("%d: %s %s\n", problem.Status, problem.Code, problem.Errors[0].Field)

	ended, _, err := client.MeetingsAPI.EndMeeting(ctx, meeting).Execute()
	check(err)
	fmt.Printf("endMeeting: %s\n", ended.Message)
}

func problemOf(err error) kyukei.Problem {
	var refusal *kyukei.GenericOpenAPIError
	if !errors.As(err, &refusal) {
		log.Fatalf("no refusal: %v", err)
	}
	problem, ok := refusal.Model().(kyukei.Problem)
	if !ok {
		log.Fatalf("no problem: %s", refusal.Body())
	}
	return problem
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
