"""The reference server's design, from its description: FastAPI, and one Redis pub/sub connection per stream.

Where the description leaves a choice, the cheaper one is taken: no access log, and a stream waits for its next message until
its heartbeat is due, instead of waking every second to look.
"""

import asyncio
import json
import os
import time
from datetime import datetime, timezone

import redis.asyncio as redis
from fastapi import FastAPI, HTTPException
from fastapi.middleware.cors import CORSMiddleware
from pydantic import BaseModel
from sse_starlette.sse import EventSourceResponse

HEARTBEAT_SECONDS = 30
MEETING_SECONDS = 86400

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)
redis_client = redis.Redis(
    host=os.environ["REDIS_HOST"], port=int(os.environ["REDIS_PORT"]), decode_responses=True
)


class RestBody(BaseModel):
    message: str = "休憩時間です"


def now() -> str:
    return datetime.now(timezone.utc).isoformat().replace("+00:00", "Z")


@app.get("/health")
async def health():
    await redis_client.ping()
    return {"status": "healthy", "redis": "connected", "timestamp": now()}


@app.post("/api/meetings/{meeting_id}/start")
async def start(meeting_id: str):
    key = f"meeting:{meeting_id}"
    await redis_client.hset(key, mapping={"rest_flg": "false", "started_at": now(), "rest_started_at": ""})
    await redis_client.expire(key, MEETING_SECONDS)
    return {"message": "Meeting started", "meeting_id": meeting_id}


@app.post("/api/meetings/{meeting_id}/rest")
async def trigger_rest(meeting_id: str, body: RestBody | None = None):
    timestamp = now()
    key = f"meeting:{meeting_id}"
    await redis_client.hset(key, mapping={"rest_flg": "true", "rest_started_at": timestamp})
    await redis_client.expire(key, MEETING_SECONDS)
    notice = {
        "event": "rest_required",
        "meeting_id": meeting_id,
        "message": (body or RestBody()).message,
        "timestamp": timestamp,
    }
    await redis_client.publish(f"meeting:{meeting_id}:rest", json.dumps(notice, ensure_ascii=False))
    return {"message": "Rest notification sent", "meeting_id": meeting_id, "timestamp": timestamp}


@app.get("/api/meetings/{meeting_id}/status")
async def status(meeting_id: str):
    meeting = await redis_client.hgetall(f"meeting:{meeting_id}")
    if not meeting:
        raise HTTPException(status_code=404, detail="Meeting not found")
    return {
        "meeting_id": meeting_id,
        "rest_flg": meeting.get("rest_flg") == "true",
        "started_at": meeting.get("started_at"),
        "rest_started_at": meeting.get("rest_started_at") or None,
    }


@app.get("/api/sse/events")
async def sse_events(meeting_id: str):
    async def event_generator():
        pubsub = redis_client.pubsub()
        try:
            await pubsub.subscribe(f"meeting:{meeting_id}:rest")
            connected = {"message": "Connected to meeting", "meeting_id": meeting_id}
            yield {"event": "connected", "data": json.dumps(connected)}
            heartbeat_at = time.monotonic() + HEARTBEAT_SECONDS
            while True:
                wait = max(0.0, heartbeat_at - time.monotonic())
                message = await pubsub.get_message(ignore_subscribe_messages=True, timeout=wait)
                if message is not None:
                    yield {"event": "message", "data": message["data"]}
                elif time.monotonic() >= heartbeat_at:
                    heartbeat_at += HEARTBEAT_SECONDS
                    yield {"event": "heartbeat", "data": json.dumps({"timestamp": now()})}
        finally:
            await asyncio.shield(pubsub.close())

    return EventSourceResponse(event_generator())
