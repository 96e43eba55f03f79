-- Counts a member who asks for a break: once in a stretch of work. Who it was is kept as a digest only, salted anew for each
-- stretch, and gone with it.
--
-- KEYS[1]  hash    the meeting's members, counted
-- KEYS[2]  set     who asked
-- KEYS[3]  string  what was done under the call's key
-- ARGV[1]  the stretch of work: when it began; of two the later one is the current one
-- ARGV[2]  salt for a new stretch
-- ARGV[3]  the client
-- ARGV[4]  clients that are counted
-- ARGV[5]  seconds to keep all this
-- ARGV[6]  channel to tell of it on
-- ARGV[7]  fingerprint of the call
-- ARGV[8]  seconds to keep the call's key; 0 = it has none
--
-- Returns { 'ok', fields and values of KEYS[1] } | { 'done', what was done } | { 'stale' }

local membersKey, requestsKey, doneKey = KEYS[1], KEYS[2], KEYS[3]
local stretch, newSalt, client = ARGV[1], ARGV[2], ARGV[3]
local most, ttl, channel, fingerprint, doneTtl = tonumber(ARGV[4]), ARGV[5], ARGV[6], ARGV[7], tonumber(ARGV[8])

local done = doneTtl > 0 and redis.call('GET', doneKey)
if done then
  return { 'done', done }
end
local known = redis.call('HMGET', membersKey, 'stretch', 'salt')
if known[1] and known[1] > stretch then
  return { 'stale' }
end

local salt = known[2]
if known[1] ~= stretch then
  salt = newSalt
  redis.call('DEL', requestsKey)
  redis.call('HSET', membersKey, 'stretch', stretch, 'salt', salt, 'requests', 0)
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
