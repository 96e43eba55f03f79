-- Says that a process is alive, and learns which others are: counts of a process that died count no more. And learns the id of the
-- installation that the database belongs to, or gives it one.
--
-- KEYS[1]  sorted set  processes, by when their lease ends (Redis' clock, ms)
-- KEYS[2]  string      the id of the installation
-- ARGV[1]  the process
-- ARGV[2]  for how many ms it is alive from now on
-- ARGV[3]  an id, for a database that has none
--
-- Returns { when its lease ends now, when it would have ended or false, the id or '', process that is alive, … }

local processesKey, installationKey = KEYS[1], KEYS[2]
local process, leaseMs = ARGV[1], tonumber(ARGV[2])

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ends = string.format('%d', now + leaseMs)
local before, alive = false, {}
local leases = redis.call('ZRANGE', processesKey, 0, -1, 'WITHSCORES')
for i = 1, #leases, 2 do
  local name, lease = leases[i], tonumber(leases[i + 1])
  if name == process then
    before = leases[i + 1]
  elseif lease > now then
    alive[#alive + 1] = name
    -- Redis' clock was set back: until it has caught up, the dead would be alive.
    if lease > now + leaseMs then
      redis.call('ZADD', processesKey, ends, name)
    end
  end
end
redis.call('ZADD', processesKey, ends, process)
redis.call('ZREMRANGEBYSCORE', processesKey, '-inf', now)

redis.call('SET', installationKey, ARGV[3], 'NX')
-- Whatever else somebody keeps there is no reason to lose the lease.
local installation = redis.pcall('GET', installationKey)
if type(installation) ~= 'string' then
  installation = ''
end
return { ends, before, installation, process, unpack(alive) }
