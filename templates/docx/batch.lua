-- Writes the text of many Word files in one pandoc process, and the files that it goes into.
-- What pandoc does for each file, whatever its text, takes three times as long as the text: so all
-- documents are written as one, apart by a mark, and one file without text for each look.
-- Names are plain and in the current folder, so that no path ever needs an encoding.

local function read(name)
  local file = assert(io.open(name, "rb"))
  local content = file:read("a")
  file:close()
  return content
end

local function write(name, document, reference, template)
  local options = pandoc.WriterOptions({ reference_doc = reference, template = template })
  local file = assert(io.open(name, "wb"))
  file:write(pandoc.write(document, "docx", options))
  file:close()
end

local documents = pandoc.List()
for tree in io.lines("documents.json") do -- one AST a line
  local document = pandoc.read(tree, "json")
  document.meta.body = pandoc.MetaBlocks(pandoc.utils.make_sections(true, nil, document.blocks))
  documents:insert(document.meta)
end

local frame = pandoc.read(read("frame.json"), "json")
local page = pandoc.template.compile(pandoc.template.default("openxml"))
local reference
for look in read("looks.txt"):gmatch("%S+") do
  reference = look .. ".docx"
  write(look .. "-frame.docx", frame, reference, page)
end
-- The styles' names are the same in each look.
write("text.docx", pandoc.Pandoc({}, { documents = documents }), reference, pandoc.template.compile(read("documents.openxml")))
