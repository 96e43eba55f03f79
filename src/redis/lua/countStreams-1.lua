-- Notes how many streams of a meeting one process has.
--
-- KEYS[1]  hash    the meeting's members, counted
-- ARGV[1]  the process
-- ARGV[2]  streams of members
-- ARGV[3]  those of them that said their client_id
-- ARGV[4]  seconds to keep it
-- ARGV[5]  channel to tell of it on

local membersKey = KEYS[1]
local process, connected, named, ttl, channel = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5]

local field = 'process:' .. process
local before = redis.call('HGET', membersKey, field)
local now = connected > 0 and connected .. ' ' .. named
if now then
  redis.call('HSET', membersKey, field, now)
  redis.call('EXPIRE', membersKey, ttl)
else
  redis.call('HDEL', membersKey, field)
end
if before ~= now then
  redis.call('PUBLISH', channel, '')
end
