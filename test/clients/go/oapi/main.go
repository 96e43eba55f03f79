// Command oapi calls the service with the client that oapi-codegen makes.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"

	kyukei "kyukei/clients/generated/oapi-codegen"
)

func main() {
	url, meeting := os.Args[1], os.Args[2]
	ctx := context.Background()
	client, err := kyukei.NewClientWithResponses(url)
	check(err)

	started, err := client.StartMeetingWithResponse(ctx, meeting, nil, kyukei.StartBody{})
	check(err)
	fmt.Printf("startMeeting: %s\n", started.JSON200.Message)

	message, seconds := "Tea", 600
	called, err := client.CallBreakWithResponse(ctx, meeting, nil, kyukei.RestBody{Message: &message, DurationSeconds: &seconds})
	check(err)
	fmt.Printf("callBreak: %d\n", *called.JSON200.DurationSeconds)

	later := 300
	extended, err := client.ExtendBreakWithResponse(ctx, meeting, nil, kyukei.ExtendBody{Seconds: &later})
	check(err)
	fmt.Printf("extendBreak: %d\n", *extended.JSON200.DurationSeconds)

	undone, err := client.UndoCommandWithResponse(ctx, meeting, nil, kyukei.CommandBody{})
	check(err)
	fmt.Printf("undoCommand: %s\n", undone.JSON200.UndoneEvent)

	kind := kyukei.RequestKind("more_time")
	more, err := client.RequestBreakWithResponse(ctx, meeting, nil, kyukei.RequestBody{ClientId: "ann", Kind: &kind})
	check(err)
	fmt.Printf("requestBreak: %s\n", more.JSON200.Message)

	status, err := client.GetStatusWithResponse(ctx, meeting)
	check(err)
	fmt.Printf("getStatus: %t\n", status.JSON200.RestFlg)

	name := "Ann"
	acknowledged, err := client.AcknowledgeBreakWithResponse(ctx, meeting, nil, kyukei.AckBody{ClientId: "ann", Status: "back", Name: &name})
	check(err)
	fmt.Printf("acknowledgeBreak: %d\n", acknowledged.JSON200.Members.Back)

	preset, mode := kyukei.SchedulePreset("uk-hse"), kyukei.ScheduleMode("suggest")
	planned, err := client.SetScheduleWithResponse(ctx, meeting, kyukei.ScheduleBody{Preset: &preset, Mode: &mode})
	check(err)
	fmt.Printf("setSchedule: %d\n", *planned.JSON200.Schedule.EveryMinutes)

	announced, err := client.SendAnnouncementWithResponse(ctx, meeting, nil, kyukei.AnnouncementBody{Message: "Slides"})
	check(err)
	fmt.Printf("sendAnnouncement: %s\n", announced.JSON200.Message)

	limit := 100
	listed, err := client.ListNoticesWithResponse(ctx, meeting, &kyukei.ListNoticesParams{Limit: &limit})
	check(err)
	var events []string
	for _, notice := range listed.JSON200.Events {
		events = append(events, notice.Event)
	}
	fmt.Printf("listNotices: %s\n", strings.Join(events, " "))

	several, err := client.GetMeetingsWithResponse(ctx, &kyukei.GetMeetingsParams{Id: []string{meeting, "never-started"}})
	check(err)
	var phases []string
	for _, one := range several.JSON200.Meetings {
		phases = append(phases, string(one.Phase))
	}
	fmt.Printf("getMeetings: %s\n", strings.Join(phases, " "))

	calendar, err := client.GetCalendarWithResponse(ctx, meeting)
	check(err)
	fmt.Printf("getCalendar: %s\n", strings.Split(string(calendar.Body), "\r\n")[0])

	unknown, err := client.GetStatusWithResponse(ctx, meeting+"-unknown")
	check(err)
	fmt.Printf("%d: %s\n", unknown.StatusCode(), unknown.ApplicationproblemJSON404.Code)

	every := 50
	half, err := client.SetScheduleWithResponse(ctx, meeting, kyukei.ScheduleBody{EveryMinutes: &every})
	check(err)
	problem := half.ApplicationproblemJSON422
	fmt.Printf("%d: %s %s\n", half.StatusCode(), problem.Code, (*problem.Errors)[0].Field)

	ended, err := client.EndMeetingWithResponse(ctx, meeting, nil, kyukei.CommandBody{})
	check(err)
	fmt.Printf("endMeeting: %s\n", ended.JSON200.Message)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
