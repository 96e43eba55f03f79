-- The beginning of every script: functions that several of them need.

-- Refuses the script before its first write if the user may not run a command that the script needs. Lua has no
-- rollback: a write that is refused half way leaves the earlier ones. Redis before 7.0 cannot tell beforehand.
--
-- Takes the name of the command, the key or channel if it has one, and as many further arguments as it needs.
local mayRun = redis.acl_check_cmd or function() return true end
local function mustBeAllowed(...)
  if not mayRun(...) then
    local command, key = ...
    -- The log may name examples, and no meeting.
    local isExample = key and string.find(key, '*', 1, true)
    local place = key and ' on ' .. (isExample and key or 'a key or channel of the service') or ''
    error({ err = 'NOPERM the user may not run ' .. command .. place })
  end
end

-- Publishes a message. It may be lost, because processes find the change later. So a refusal, which
-- only Redis before 7.0 can still give here, must not undo half of a script.
local function announce(channel, message)
  redis.pcall('PUBLISH', channel, message)
end

-- The revision of a meeting: the id of its last logged notice; 0-0 if nothing was logged. 0-1 if the log is lost but
-- not the state or the history that it led to: a reader at 0-0 must not take the next notice for the first.
local function revisionOf(stateKey, logKey, historyKey)
  local last = redis.call('XREVRANGE', logKey, '+', '-', 'COUNT', 1)[1]
  if last then
    return last[1]
  end
  local isLost = redis.call('HGET', stateKey, 'state') or redis.call('EXISTS', historyKey) == 1
  return isLost and '0-1' or '0-0'
end

-- Adds to a field of a hash. A field that is not a number counts as 0; HINCRBY would abort the script half way.
local function add(key, field, n)
  redis.call('HSET', key, field, (tonumber(redis.call('HGET', key, field) or nil) or 0) + n)
end

-- Whether one id of the log comes after another; false for a text that is not an id. Compared as texts, because a
-- Lua number has 53 bits and an id has twice 64.
local function isAfter(one, other)
  local ms, seq = string.match(one, '^(%d+)-(%d+)$')
  local otherMs, otherSeq = string.match(other, '^(%d+)-(%d+)$')
  if not ms or not otherMs then
    return false
  elseif ms ~= otherMs then
    return #ms > #otherMs or (#ms == #otherMs and ms > otherMs)
  end
  return #seq > #otherSeq or (#seq == #otherSeq and seq > otherSeq)
end

