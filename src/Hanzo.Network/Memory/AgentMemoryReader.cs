using Hanzo.Network.Files;

namespace Hanzo.Network.Memory;

/// <summary>The field <c>memory</c> of an agent.</summary>
internal static class AgentMemoryReader
{
    internal static readonly string[] Fields = ["scope", "max", "recall", "recall_tokens", "relevance", "half_life_hours", "reflect"];

    public static AgentMemory Read(LocatedJson memory)
    {
        memory.RequireObject(Fields);
        var max = memory.Integer("max", AgentMemory.LeastMaxMemories, AgentMemory.MostMaxMemories, "memories");
        var tokens = memory.Integer("recall_tokens", AgentMemory.LeastRecallTokens, AgentMemory.MostRecallTokens, "tokens");
        var halfLife = memory.Number("half_life_hours", AgentMemory.LeastHalfLifeHours, AgentMemory.MostHalfLifeHours, "hours");
        return new AgentMemory
        {
            Scope = memory.Member("scope")?.Choice([.. MemoryNames.Scopes]) ?? MemoryScope.User,
            MaxMemories = (int)(max ?? AgentMemory.DefaultMaxMemories),
            Recall = (int)(memory.Integer("recall", 0, AgentMemory.MostRecall, "memories") ?? AgentMemory.DefaultRecall),
            RecallTokens = (int)(tokens ?? AgentMemory.DefaultRecallTokens),
            Relevance = memory.Number("relevance", 0, 1, "(cosine)") ?? AgentMemory.DefaultRelevance,
            HalfLifeHours = halfLife ?? MemoryScore.DefaultHalfLifeHours,
            Reflect = memory.Flag("reflect"),
        };
    }
}
