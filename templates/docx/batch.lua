-- Writes many Word files in one pandoc process.
-- Arguments come in threes: AST as JSON, Word file to make, reference document.
-- All are plain names in the current folder, so no path ever needs an encoding.

local function read(name)
  local file = assert(io.open(name, "rb"))
  local content = file:read("a")
  file:close()
  return content
end

local function write(name, content)
  local file = assert(io.open(name, "wb"))
  file:write(content)
  file:close()
end

for at = 1, #arg, 3 do
  local document = pandoc.read(read(arg[at]), "json")
  local options = pandoc.WriterOptions({ reference_doc = arg[at + 2] })
  write(arg[at + 1], pandoc.write(document, "docx", options))
end
