using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Adapters.Tests.Mcp;

return args is [ToolServer.Argument, ..] ? await ToolServer.RunAsync(args[1..]) : await JournalWriterProgram.RunAsync(args);
