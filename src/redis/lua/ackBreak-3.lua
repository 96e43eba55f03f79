-- Stores that a member has seen a break, is away, or is back. The counts are stored beside the roster, so
-- that no reader needs the roster for them. 'seen' replaces no earlier answer: a client sends it by itself,
-- and may send it late or twice.
--
-- KEYS[1]  hash    the meeting's members, counted
-- KEYS[2]  hash    its roster: digest of the client -> 'status time name'
-- KEYS[3]  string  the result under the call's key
-- ARGV[1]  id of the answered break
-- ARGV[2]  when it began; only 0.1.0 reads it
-- ARGV[3]  digest of the client
-- ARGV[4]  seen, away or back
-- ARGV[5]  now, RFC 3339
-- ARGV[6]  '=' and the name, which may be empty; '' = unchanged
-- ARGV[7]  maximum number of clients in a roster
-- ARGV[8]  seconds to keep all this
-- ARGV[9]  channel for the feed message
-- ARGV[10] fingerprint of the call
-- ARGV[11] seconds to keep the call's key; 0 = it has none
-- ARGV[12] revision of the meeting when that break was its last one. The break with the later revision is the
--          current one. Revisions decide, because clocks may be set back
--
-- Returns { 'ok', fields and values of KEYS[1] } | { 'done', the result } | { 'stale' } | { 'full' }

local membersKey, rosterKey, doneKey = KEYS[1], KEYS[2], KEYS[3]
local restId, beganAt, client, status, now, name = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local most, ttl, channel, fingerprint, doneTtl = tonumber(ARGV[7]), ARGV[8], ARGV[9], ARGV[10], tonumber(ARGV[11])
local seenAt = ARGV[12]

local done = doneTtl > 0 and redis.call('GET', doneKey)
if done then
  return { 'done', done }
end
local known = redis.call('HMGET', membersKey, 'rest_id', 'rest_seen_at')
local isSame = known[1] == restId
if not isSame and known[2] and isAfter(known[2], seenAt) then
  return { 'stale' }
end
local before = isSame and redis.call('HGET', rosterKey, client)
if isSame and not before and redis.call('HLEN', rosterKey) >= most then
  return { 'full' }
end

mustBeAllowed('HSET', membersKey, '', '')
mustBeAllowed('EXPIRE', membersKey, 1)
mustBeAllowed('DEL', rosterKey)
mustBeAllowed('HSET', rosterKey, '', '')
mustBeAllowed('EXPIRE', rosterKey, 1)
mustBeAllowed('PUBLISH', channel, '')
mustBeAllowed('SET', doneKey, '')

if not isSame then
  redis.call('DEL', rosterKey)
  redis.call('HSET', membersKey, 'rest_id', restId, 'rest_seen_at', seenAt, 'rest_began_at', beganAt,
    'seen', 0, 'away', 0, 'back', 0)
end
local oldStatus, oldTime, oldName
if before then
  oldStatus, oldTime, oldName = string.match(before, '^(%a+) (%S+) (.*)$')
end
if status == 'seen' and oldStatus then
  status, now = oldStatus, oldTime
end
if oldStatus ~= status then
  if oldStatus then
    add(membersKey, oldStatus, -1)
  end
  add(membersKey, status, 1)
end
redis.call('HSET', rosterKey, client, status .. ' ' .. now .. ' ' .. (name ~= '' and string.sub(name, 2) or oldName or ''))
redis.call('EXPIRE', rosterKey, ttl)
redis.call('EXPIRE', membersKey, ttl)
announce(channel, '')
local members = redis.call('HGETALL', membersKey)
if doneTtl > 0 then
  redis.call('SET', doneKey, cjson.encode({ fingerprint = fingerprint, members = members }), 'EX', doneTtl)
end
return { 'ok', members }
