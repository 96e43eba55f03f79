-- Commits a decision: writes the new state, logs each notice and announces it; all or nothing. Lua has no
-- rollback, so all checks come before the first write.
--
-- KEYS[1]  hash    the meeting's state
-- KEYS[2]  stream  its log
-- KEYS[3]  string  the result under the command's key
-- KEYS[4]  string  the totals of its breaks
-- KEYS[5]  string  its last command and the meeting before it, for an undo
-- ARGV[1]  the revision that the decision is based on
-- ARGV[2]  deadline in ms of Redis' clock; later, the caller has already been told that the commit failed
-- ARGV[3]  channel for the feed messages
-- ARGV[4]  maximum number of notices in the log
-- ARGV[5]  seconds to keep the state
-- ARGV[6]  seconds to keep the log
-- ARGV[7]  seconds to keep the totals
-- ARGV[8]  seconds to keep the command's key
-- ARGV[9]  fingerprint of the command
-- ARGV[10] the new totals of the breaks, as JSON; '' = unchanged
-- ARGV[11] trace context to announce beside each notice (W3C traceparent); '' = none
-- ARGV[12] id of the installation to announce as the last field of each notice; '' = none
-- ARGV[13] the display name of the caller; '' = none. Logged and announced beside the notices, never in them
-- ARGV[14] how many of the first notices were due; no command caused them
-- ARGV[15] the command and the meeting before it, as a JSON object; '' = it cannot be undone
-- ARGV[16] seconds to keep KEYS[5]
-- ARGV[17] sharded channel for the feed messages, in the slot of the keys; '' = none
-- ARGV[18] '1' = announce on the classic channel, too, although there is a sharded one
-- ARGV[19] how many of the following arguments are fields and values of the state; 0 = remove it
-- ARGV[20…] field, value, …, then each notice as a JSON object
--
-- Returns { 'committed', id of each notice … } | { 'conflict' } | { 'done' } | { 'late' }

local stateKey, logKey, doneKey, historyKey, undoKey = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local expected, deadline, channel = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local logMax, stateTtl, logTtl, historyTtl = ARGV[4], ARGV[5], ARGV[6], ARGV[7]
local doneTtl, fingerprint, history = ARGV[8], ARGV[9], ARGV[10]
local cause = ARGV[11] ~= '' and ',"traceparent":"' .. ARGV[11] .. '"' or ''
local installation = ARGV[12] ~= '' and ',"installation":"' .. ARGV[12] .. '"' or ''
local by, undo, undoTtl = ARGV[13], ARGV[15], ARGV[16]
local shardChannel, onBoth = ARGV[17], ARGV[18] == '1'
local firstField = 20
local firstNotice = firstField + tonumber(ARGV[19])
local firstCommanded = firstNotice + tonumber(ARGV[14])

local time = redis.call('TIME')
if time[1] * 1000 + math.floor(time[2] / 1000) > deadline then
  return { 'late' }
end
if redis.call('EXISTS', doneKey) == 1 then
  return { 'done' }
end
local prev = revisionOf(stateKey, logKey, historyKey)
if prev ~= expected then
  return { 'conflict' }
end

mustBeAllowed('HSET', stateKey, '', '')
mustBeAllowed('DEL', stateKey)
mustBeAllowed('EXPIRE', stateKey, 1)
mustBeAllowed('XADD', logKey, '*', '', '')
mustBeAllowed('EXPIRE', logKey, 1)
mustBeAllowed('PUBLISH', channel, '')
mustBeAllowed('SET', undoKey, '')
mustBeAllowed('SET', historyKey, '')
mustBeAllowed('EXPIRE', historyKey, 1)
mustBeAllowed('SET', doneKey, '')
-- Redis before 7.0 has neither this function nor sharded channels. Without the permission to publish and to listen,
-- the classic channel is used.
local function mayUse(command, ...)
  local isKnown, isAllowed = pcall(redis.acl_check_cmd, command, ...)
  return isKnown and isAllowed
end
local isSharded = shardChannel ~= '' and mayUse('SPUBLISH', shardChannel, '') and mayUse('SSUBSCRIBE', shardChannel)

local isStateKept = firstNotice > firstField
if isStateKept then
  redis.call('HSET', stateKey, unpack(ARGV, firstField, firstNotice - 1))
  redis.call('EXPIRE', stateKey, stateTtl)
else
  redis.call('DEL', stateKey)
end

local committed, entries = { 'committed' }, {}
for i = firstNotice, #ARGV do
  local notice = ARGV[i]
  local isBy = by ~= '' and i >= firstCommanded
  local entry = isBy and { 'prev', prev, 'notice', notice, 'by', by } or { 'prev', prev, 'notice', notice }
  local meta = isBy and ',"meta":' .. cjson.encode({ by = by }) or ''
  local id = redis.call('XADD', logKey, 'MAXLEN', '=', logMax, '*', unpack(entry))
  -- Inserted as text: cjson would rewrite numbers and empty arrays.
  local place = '"id":"' .. id .. '","prev":"' .. prev .. '"'
  local announced = string.sub(notice, 1, -2) .. ',' .. place .. cause .. meta .. installation .. '}'
  if isSharded then
    redis.pcall('SPUBLISH', shardChannel, announced)
  end
  if onBoth or not isSharded then
    announce(channel, announced)
  end
  committed[#committed + 1] = id
  entries[#entries + 1] = '{' .. place .. ',"notice":' .. notice .. '}'
  prev = id
end
if undo ~= '' then
  -- `prev` is now the id of the last notice.
  redis.call('SET', undoKey, '{"id":"' .. prev .. '",' .. string.sub(undo, 2), 'EX', undoTtl)
end
if #entries > 0 and history ~= '' then
  redis.call('SET', historyKey, history)
end
-- The log and the history are kept longer than the state, also when nothing was logged.
if #entries > 0 or isStateKept then
  redis.call('EXPIRE', logKey, logTtl)
  redis.call('EXPIRE', historyKey, historyTtl)
end
local done = '{"fingerprint":"' .. fingerprint .. '","notices":[' .. table.concat(entries, ',') .. ']}'
redis.call('SET', doneKey, done, 'EX', doneTtl)
return committed
