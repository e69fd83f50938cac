using Hanzo.Network.Adapters.Tests.Journal;

return await JournalWriterProgram.RunAsync(args);
