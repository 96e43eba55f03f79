// One client in Go, as its README has it: wild-clients NAME URL
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strconv"

	launchdarkly "github.com/launchdarkly/eventsource"
	r3labs "github.com/r3labs/sse/v2"
	tmaxmax "github.com/tmaxmax/go-sse"
)

var seen = regexp.MustCompile(`休憩 (\d)`)

func say(line any) {
	text, _ := json.Marshal(line)
	fmt.Println(string(text))
}

func hear(event, data string) {
	if event != "" && event != "message" {
		return
	}
	found := seen.FindStringSubmatch(data)
	switch {
	case data == "":
		say(map[string]any{"empty": true})
	case found == nil:
		say(map[string]any{"garbled": data})
	default:
		number, _ := strconv.Atoi(found[1])
		say(map[string]any{"heard": number})
	}
}

var clients = map[string]func(string) error{
	"r3labs/sse": func(url string) error {
		return r3labs.NewClient(url).SubscribeRaw(func(message *r3labs.Event) {
			hear(string(message.Event), string(message.Data))
		})
	},
	"tmaxmax/go-sse": func(url string) error {
		request, _ := http.NewRequestWithContext(context.Background(), http.MethodGet, url, http.NoBody)
		connection := tmaxmax.NewConnection(request)
		connection.SubscribeToAll(func(event tmaxmax.Event) { hear(event.Type, event.Data) })
		return connection.Connect()
	},
	"launchdarkly/eventsource": func(url string) error {
		request, _ := http.NewRequest(http.MethodGet, url, nil)
		stream, err := launchdarkly.SubscribeWith("", http.DefaultClient, request)
		if err != nil {
			return err
		}
		go func() {
			for range stream.Errors {
			}
		}()
		for event := range stream.Events {
			hear(event.Event(), event.Data())
		}
		return nil
	},
}

func main() {
	if len(os.Args) == 1 {
		names := []string{}
		for name := range clients {
			names = append(names, name)
		}
		say(names)
		return
	}
	err := clients[os.Args[1]](os.Args[2])
	say(map[string]any{"over": fmt.Sprint("returned ", err)})
}
