-- Counts a member who asks for a break, once in each stretch of work. Stores only a digest of the client,
-- with a new salt for each stretch.
--
-- KEYS[1]  hash    the meeting's members, counted
-- KEYS[2]  set     digests of the clients that asked
-- KEYS[3]  string  the result under the call's key
-- ARGV[1]  when the stretch of work began
-- ARGV[2]  salt for a new stretch
-- ARGV[3]  the client
-- ARGV[4]  maximum number of counted clients
-- ARGV[5]  seconds to keep all this
-- ARGV[6]  channel for the announcement
-- ARGV[7]  fingerprint of the call
-- ARGV[8]  seconds to keep the call's key; 0 = it has none
-- ARGV[9]  revision of the meeting in that stretch. The stretch with the later revision is the current one.
--          Revisions decide, because clocks may be set back
--
-- Returns { 'ok', fields and values of KEYS[1] } | { 'done', the result } | { 'stale' }

local membersKey, requestsKey, doneKey = KEYS[1], KEYS[2], KEYS[3]
local stretch, newSalt, client = ARGV[1], ARGV[2], ARGV[3]
local most, ttl, channel, fingerprint, doneTtl = tonumber(ARGV[4]), ARGV[5], ARGV[6], ARGV[7], tonumber(ARGV[8])
local seenAt = ARGV[9]

-- Whether one id of the log comes after another; false for a text that is no id. Compared as texts, because a
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

local done = doneTtl > 0 and redis.call('GET', doneKey)
if done then
  return { 'done', done }
end
local known = redis.call('HMGET', membersKey, 'stretch', 'salt', 'stretch_seen_at')
if known[1] ~= stretch and known[3] and isAfter(known[3], seenAt) then
  return { 'stale' }
end

local salt = known[2]
if known[1] ~= stretch then
  salt = newSalt
  redis.call('DEL', requestsKey)
  redis.call('HSET', membersKey, 'stretch', stretch, 'stretch_seen_at', seenAt, 'salt', salt, 'requests', 0)
  redis.call('EXPIRE', membersKey, ttl)
end
if redis.call('SCARD', requestsKey) < most and redis.call('SADD', requestsKey, redis.sha1hex(salt .. client)) == 1 then
  redis.call('HINCRBY', membersKey, 'requests', 1)
  redis.call('EXPIRE', requestsKey, ttl)
  redis.call('EXPIRE', membersKey, ttl)
  redis.call('PUBLISH', channel, '')
end
local members = redis.call('HGETALL', membersKey)
if doneTtl > 0 then
  redis.call('SET', doneKey, cjson.encode({ fingerprint = fingerprint, members = members }), 'EX', doneTtl)
end
return { 'ok', members }
