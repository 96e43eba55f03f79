-- Stores which members of a meeting are on one process, and counts the members of all processes again. A
-- client that several processes have is counted with the first of them. All counts are computed from KEYS[2]
-- each time, so a lost or reordered write is corrected by the next call.
--
-- KEYS[1]  hash    the meeting's members, counted: process:{id} -> 'members clients'
-- KEYS[2]  hash    its clients: process -> 'seconds (Redis' clock) anonymous beyond digests'
-- ARGV[1]  the process
-- ARGV[2]  its streams without a client_id
-- ARGV[3]  number of its clients that are not listed; each counts here, even if another process has it too
-- ARGV[4]  the digests of its clients, one after the other
-- ARGV[5]  characters of a digest
-- ARGV[6]  seconds to keep it
-- ARGV[7]  channel for the feed message
-- ARGV[8…] live processes, as this one knows them
--
-- Returns the number of its clients that another process has, too

local membersKey, clientsKey = KEYS[1], KEYS[2]
local own, anonymous, beyond, digests = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local width, ttl, channel = tonumber(ARGV[5]), ARGV[6], ARGV[7]
-- Seconds after which the clients of a dead process are removed. Not at once: a new process may not be known
-- to all yet.
local KEPT_SECONDS = 60

local now = tonumber(redis.call('TIME')[1])
local alive = { [own] = true }
for i = 8, #ARGV do
  alive[ARGV[i]] = true
end

-- All processes must assign a client to the same process: live ones first, then by name.
local had = redis.call('HGETALL', clientsKey)
local entries, living, others, forgotten = {}, {}, {}, {}
for i = 1, #had, 2 do
  entries[had[i]] = had[i + 1]
end
entries[own] = #digests > 0 and table.concat({ now, anonymous, beyond, digests }, ' ') or nil
for process, entry in pairs(entries) do
  local at = tonumber(string.match(entry, '^(%d+) %d+ %d+ %x+'))
  if at and alive[process] then
    living[#living + 1] = process
  elseif at and math.abs(now - at) <= KEPT_SECONDS then
    others[#others + 1] = process
  elseif not alive[process] then
    forgotten[#forgotten + 1] = process
  end
end
table.sort(living)
table.sort(others)

local countedWith, counts, shared = {}, {}, 0
local function count(process)
  local itsAnonymous, named, list = string.match(entries[process], '^%d+ (%d+) (%d+) (%x+)')
  named = tonumber(named)
  for i = 1, #list, width do
    local client = string.sub(list, i, i + width - 1)
    local other = countedWith[client]
    if not other then
      countedWith[client] = process
      named = named + 1
    elseif process == own or other == own then
      shared = shared + 1
    end
  end
  counts[process] = (itsAnonymous + named) .. ' ' .. named
end
for _, process in ipairs(living) do
  count(process)
end
for _, process in ipairs(others) do
  count(process)
end
if not counts[own] and anonymous > 0 then
  counts[own] = anonymous .. ' 0'
end

if entries[own] then
  redis.call('HSET', clientsKey, own, entries[own])
  redis.call('EXPIRE', clientsKey, ttl)
else
  redis.call('HDEL', clientsKey, own)
end
for _, process in ipairs(forgotten) do
  redis.call('HDEL', clientsKey, process)
end

local changed = {}
for process, now in pairs(counts) do
  if redis.call('HGET', membersKey, 'process:' .. process) ~= now then
    changed[#changed + 1] = 'process:' .. process
    changed[#changed + 1] = now
  end
end
local removed = 0
if not counts[own] then
  forgotten[#forgotten + 1] = own
end
for _, process in ipairs(forgotten) do
  removed = removed + redis.call('HDEL', membersKey, 'process:' .. process)
end
if #changed > 0 then
  redis.call('HSET', membersKey, unpack(changed))
end
if counts[own] then
  redis.call('EXPIRE', membersKey, ttl)
end
if #changed + removed > 0 then
  announce(channel, '')
end
return shared
