-- Reads meetings in one step: the revision of each, Redis' clock, the result under a key, and since when the
-- logs are whole. Before it reads anything, it recognises by the run id a Redis that lost data or is another
-- server (a restart, a failover, FLUSHALL): earlier notices may be missing then, and a log cannot show that.
--
-- KEYS[1]  hash    run_id: the Redis that was last read from; since: the earliest id that can be trusted;
--          noticed_at
-- and for each meeting, five keys:
--          hash    its state
--          stream  its log
--          string  the result of an earlier commit under the same command key
--          string  the totals of its breaks
--          hash    its members, counted
-- ARGV[1]  noticed_at as the caller knows it from its last read; '' = it knows none
-- ARGV[2]  seconds to keep KEYS[1] if it belongs to one meeting (in a Cluster); 0 = for ever, it belongs to
--          all meetings
--
-- Returns { clock in ms, since, noticed_at, then for each meeting { revision, { field, value, ... }, done,
-- history, { field, value, ... of the members } } }; an empty list for a missing hash, false for a missing
-- string.

local incarnationKey, keysOfMeeting = KEYS[1], 5
local remembered, keepSeconds = ARGV[1], tonumber(ARGV[2])

local meetings, hasLog = {}, false
for first = 2, #KEYS, keysOfMeeting do
  local stateKey, logKey, doneKey, historyKey, membersKey = unpack(KEYS, first, first + keysOfMeeting - 1)
  local revision = revisionOf(stateKey, logKey, historyKey)
  hasLog = hasLog or (revision ~= '0-0' and revision ~= '0-1')
  meetings[#meetings + 1] = {
    revision, redis.call('HGETALL', stateKey), redis.call('GET', doneKey), redis.call('GET', historyKey),
    redis.call('HGETALL', membersKey)
  }
end
local time = redis.call('TIME')
local clock = string.format('%s%03d', time[1], math.floor(time[2] / 1000))

local known = redis.call('HMGET', incarnationKey, 'run_id', 'since', 'noticed_at')
local since, noticedAt = known[2], known[3]
-- A meeting without a log has lost nothing that we could report, and reading it must not write.
if hasLog or keepSeconds == 0 then
  local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
  local isOther = since and known[1] ~= run
  -- To a process that has just started, a flushed Redis looks like a new one; a process that knew it before
  -- can tell.
  local isFlushed = (not since or since == '0-0') and remembered ~= '' and remembered ~= noticedAt
  if isOther or isFlushed or not since then
    since = (isOther or isFlushed) and clock .. '-0' or '0-0'
    noticedAt = clock
    redis.call('HSET', incarnationKey, 'run_id', run, 'since', since, 'noticed_at', noticedAt)
  end
  if keepSeconds > 0 then
    redis.call('EXPIRE', incarnationKey, keepSeconds)
  end
end

return { clock, since or '0-0', noticedAt or '', unpack(meetings) }
