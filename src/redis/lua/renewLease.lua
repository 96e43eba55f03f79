-- Renews the lease of a process, and returns the other live processes: counts of dead ones are ignored. Also
-- returns the id of the installation, or stores one if the database has none.
--
-- KEYS[1]  sorted set  processes, scored by the time their lease expires (Redis' clock, ms)
-- KEYS[2]  string      the id of the installation
-- KEYS[3…] unless in a Cluster: ARGV[4] and ARGV[5], so that Redis checks whether one command may have all these keys
-- ARGV[1]  the process
-- ARGV[2]  length of the lease in ms
-- ARGV[3]  an id, for a database that has none
-- ARGV[4]  a name like those of a meeting's state
-- ARGV[5]  a name like those of a meeting's other keys
-- ARGV[6]  a name like those of a meeting's channels
--
-- Returns { when its lease expires now, when it would have expired or false, the id or '', live process, … }

local processesKey, installationKey = KEYS[1], KEYS[2]
local process, leaseMs = ARGV[1], tonumber(ARGV[2])

-- A process whose user lacks a right is not ready, before a leader's command needs the right.
local stateKey, otherKey, channel = ARGV[4], ARGV[5], ARGV[6]
mustBeAllowed('HGETALL', stateKey)
mustBeAllowed('HSET', stateKey, '', '')
mustBeAllowed('DEL', stateKey)
mustBeAllowed('EXPIRE', stateKey, 1)
mustBeAllowed('XRANGE', otherKey, '-', '+')
mustBeAllowed('XREVRANGE', otherKey, '+', '-')
mustBeAllowed('XADD', otherKey, '*', '', '')
mustBeAllowed('GET', otherKey)
mustBeAllowed('SET', otherKey, '')
mustBeAllowed('EXISTS', otherKey)
mustBeAllowed('DEL', otherKey)
mustBeAllowed('EXPIRE', otherKey, 1)
mustBeAllowed('HGET', otherKey, '')
mustBeAllowed('HMGET', otherKey, '')
mustBeAllowed('HLEN', otherKey)
mustBeAllowed('HGETALL', otherKey)
mustBeAllowed('HSET', otherKey, '', '')
mustBeAllowed('HDEL', otherKey, '')
mustBeAllowed('SCARD', otherKey)
mustBeAllowed('SADD', otherKey, '')
mustBeAllowed('PUBLISH', channel, '')
mustBeAllowed('SUBSCRIBE', channel)
mustBeAllowed('UNSUBSCRIBE', channel)
mustBeAllowed('ZADD', processesKey, 1, '')
mustBeAllowed('ZRANGE', processesKey, 0, 0)
mustBeAllowed('ZREM', processesKey, '')
mustBeAllowed('ZREMRANGEBYSCORE', processesKey, 0, 0)
mustBeAllowed('TIME')
mustBeAllowed('INFO')
-- Calls are counted in a transaction.
mustBeAllowed('MULTI')
mustBeAllowed('INCR', processesKey)
mustBeAllowed('EXEC')
if not redis.acl_check_cmd and type(redis.pcall('PUBLISH', channel, '')) == 'table' then
  return redis.error_reply('NOPERM the user may not run PUBLISH on ' .. channel)
end

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
    -- Redis' clock was set back: dead processes would count as alive until it has caught up.
    if lease > now + leaseMs then
      redis.call('ZADD', processesKey, ends, name)
    end
  end
end
redis.call('ZADD', processesKey, ends, process)
redis.call('ZREMRANGEBYSCORE', processesKey, '-inf', now)

redis.call('SET', installationKey, ARGV[3], 'NX')
-- A key of another type here must not cost the lease.
local installation = redis.pcall('GET', installationKey)
if type(installation) ~= 'string' then
  installation = ''
end
return { ends, before, installation, process, unpack(alive) }
