-- Says that a process is alive, and learns which others are: counts of a process that died count no more.
--
-- KEYS[1]  sorted set  processes, by when their lease ends (Redis' clock, ms)
-- ARGV[1]  the process
-- ARGV[2]  for how many ms it is alive from now on
--
-- Returns the processes that are alive.

local processesKey = KEYS[1]
local process, leaseMs = ARGV[1], tonumber(ARGV[2])

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', processesKey, now + leaseMs, process)
redis.call('ZREMRANGEBYSCORE', processesKey, '-inf', now)
return redis.call('ZRANGE', processesKey, 0, -1)
