using Hanzo.Network.Agents;
using Hanzo.Network.Memory;
using Hanzo.Network.Text.Embeddings;

namespace Hanzo.Network.Tests.Memory;

/// <summary>Memories and readers for tests.</summary>
internal static class Remembered
{
    public static readonly AgentName Agent = AgentName.Parse("math");
    public static readonly SessionId First = SessionId.Parse("math.3.01J9ZZZZZZZZZZZZZZZZZZZZZZ");
    public static readonly SessionId Second = SessionId.Parse("math.4.01J9ZZZZZZZZZZZZZZZZZZZZZY");

    private static readonly HashedEmbeddings Embeddings = new(MemoryManager.DefaultDimensions);

    public static MemoryEntry Entry(string id, string text = "text") => new()
    {
        Id = id,
        Owner = MemoryOwner.Of(Agent),
        Agent = Agent.Value,
        User = "ada",
        Sessions = [First.ToString()],
        Kind = MemoryKind.ShortTerm,
        Source = MemorySource.User,
        Text = text,
        Importance = 0.5,
        Created = ManualTime.Start,
        LastUsed = ManualTime.Start,
        Embedder = $"{HashedEmbeddings.ModelId}/{MemoryManager.DefaultDimensions}",
        Vector = Embeddings.Embed(text),
    };

    public static MemoryReader Reader(string? user = "ada", MemoryScope scope = MemoryScope.User, SessionId? session = null) =>
        MemoryReader.Of(Agent, new AgentMemory { Scope = scope }, session ?? First, user);

    public static MemoryManager Manager(IMemoryStore store, TimeProvider time) =>
        new(store, new HashedEmbeddings(MemoryManager.DefaultDimensions), time, new SystemIds(time));
}
