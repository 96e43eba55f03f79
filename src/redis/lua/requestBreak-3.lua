-- Counts a member who asks for a break, once in each stretch of work; or for more time, once in each break with
-- its end. Stores only a digest of the client, with a new salt for each such round.
--
-- KEYS[1]  hash    the meeting's members, counted
-- KEYS[2]  set     digests of the clients that asked
-- KEYS[3]  string  the result under the call's key
-- ARGV[1]  the round: when the stretch of work began, or the break and its end
-- ARGV[2]  salt for a new round
-- ARGV[3]  the client
-- ARGV[4]  maximum number of counted clients
-- ARGV[5]  seconds to keep all this
-- ARGV[6]  channel for the feed message
-- ARGV[7]  fingerprint of the call
-- ARGV[8]  seconds to keep the call's key; 0 = it has none
-- ARGV[9]  revision of the meeting in that round. The round with the later revision is the current one.
--          Revisions decide, because clocks may be set back
-- ARGV[10…13]  fields of KEYS[1] for this kind of request: the round, its revision, its salt, the count
--
-- Returns { 'ok', fields and values of KEYS[1] } | { 'done', the result } | { 'stale' }

local membersKey, requestsKey, doneKey = KEYS[1], KEYS[2], KEYS[3]
local round, newSalt, client = ARGV[1], ARGV[2], ARGV[3]
local most, ttl, channel, fingerprint, doneTtl = tonumber(ARGV[4]), ARGV[5], ARGV[6], ARGV[7], tonumber(ARGV[8])
local seenAt = ARGV[9]
local roundField, seenAtField, saltField, countField = ARGV[10], ARGV[11], ARGV[12], ARGV[13]

local done = doneTtl > 0 and redis.call('GET', doneKey)
if done then
  return { 'done', done }
end
local known = redis.call('HMGET', membersKey, roundField, saltField, seenAtField)
if known[1] ~= round and known[3] and isAfter(known[3], seenAt) then
  return { 'stale' }
end

mustBeAllowed('HSET', membersKey, '', '')
mustBeAllowed('EXPIRE', membersKey, 1)
mustBeAllowed('DEL', requestsKey)
mustBeAllowed('SADD', requestsKey, '')
mustBeAllowed('EXPIRE', requestsKey, 1)
mustBeAllowed('PUBLISH', channel, '')
mustBeAllowed('SET', doneKey, '')

local salt = known[2]
if known[1] ~= round then
  salt = newSalt
  redis.call('DEL', requestsKey)
  redis.call('HSET', membersKey, roundField, round, seenAtField, seenAt, saltField, salt, countField, 0)
  redis.call('EXPIRE', membersKey, ttl)
end
if redis.call('SCARD', requestsKey) < most and redis.call('SADD', requestsKey, redis.sha1hex(salt .. client)) == 1 then
  add(membersKey, countField, 1)
  redis.call('EXPIRE', requestsKey, ttl)
  redis.call('EXPIRE', membersKey, ttl)
  announce(channel, '')
end
local members = redis.call('HGETALL', membersKey)
if doneTtl > 0 then
  redis.call('SET', doneKey, cjson.encode({ fingerprint = fingerprint, members = members }), 'EX', doneTtl)
end
return { 'ok', members }
