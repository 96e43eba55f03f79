// The floor of the bench: the kernel's own cost of an event stream. Not usable as a product: it serves one
// meeting, checks nothing, and needs each request to arrive in one read, which holds on loopback. A GET
// becomes a stream. The body of a POST is sent to all streams as one ready HTTP chunk, with one send() each.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { FILES = 1 << 20, BYTES = 1 << 14, EVENTS = 512 };
static const char OPENED[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
                             "Transfer-Encoding: chunked\r\n\r\n1f\r\nevent: connected\ndata: {}    \n\n\r\n";
static const char ANSWER[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
static int streams[FILES], count; // The sockets of the streams, without gaps.
static int place[FILES];          // The place of a socket in `streams`, plus one; 0 if it is none.
static char request[BYTES], chunk[BYTES + 64];

static void end(int fd) {
  if (place[fd]) {
    int last = streams[--count];
    streams[place[fd] - 1] = last;
    place[last] = place[fd];
    place[fd] = 0;
  }
  close(fd);
}

static void publish(const char *body) {
  int size = snprintf(chunk, sizeof chunk, "%zx\r\nevent: message\ndata: %s\n\n\r\n", strlen(body) + 23, body);
  // Backwards, because end() moves the last stream, which has already been served, to the place of the ended
  // one.
  for (int i = count - 1; i >= 0; i--)
    if (send(streams[i], chunk, size, MSG_DONTWAIT | MSG_NOSIGNAL) != size) end(streams[i]);
}

static void serve(int fd) {
  ssize_t size = recv(fd, request, BYTES - 1, 0);
  if (size <= 0) return end(fd);
  request[size] = 0;
  char *body = strstr(request, "\r\n\r\n");
  if (!body) return end(fd);
  if (request[0] == 'P') {
    publish(body + 4);
    send(fd, ANSWER, sizeof ANSWER - 1, MSG_NOSIGNAL);
  } else {
    send(fd, OPENED, sizeof OPENED - 1, MSG_NOSIGNAL);
    streams[count++] = fd;
    place[fd] = count;
  }
}

int main(void) {
  int yes = 1, listener = socket(AF_INET, SOCK_STREAM, 0), poll = epoll_create1(0);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(atoi(getenv("PORT")))};
  inet_pton(AF_INET, getenv("HOST"), &at.sin_addr);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes); // Accepted sockets inherit it.
  if (bind(listener, (struct sockaddr *)&at, sizeof at) || listen(listener, 4096)) return perror("listen"), 1;
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[EVENTS];
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int ready = epoll_wait(poll, events, EVENTS, -1);
    for (int i = 0; i < ready; i++) {
      if (events[i].data.fd != listener) serve(events[i].data.fd);
      else if ((event.data.fd = accept(listener, 0, 0)) >= 0) epoll_ctl(poll, EPOLL_CTL_ADD, event.data.fd, &event);
    }
  }
}
