-- Writes many Word files in one pandoc process.
-- jobs.txt names on each line: AST as JSON, Word file to make, reference document. They come in a
-- file because pandoc crashes on a hundred arguments, and as plain names in the current folder,
-- so that no path ever needs an encoding.

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

-- The default page, with room for a letterhead above the title.
local page = pandoc.template.default("openxml")
page = page:gsub("<w:body>", "<w:body>$for(letterhead)$$letterhead$$endfor$", 1)
local template = pandoc.template.compile(page)

for tree, target, reference in read("jobs.txt"):gmatch("(%S+) (%S+) (%S+)\n") do
  local document = pandoc.read(read(tree), "json")
  local options = pandoc.WriterOptions({ reference_doc = reference, template = template })
  write(target, pandoc.write(document, "docx", options))
end
