using System.Globalization;

namespace Hanzo.Network.Agents;

/// <summary>A shard of one agent's sessions, the unit that placement gives to a node: <c>math.17</c>.</summary>
public readonly record struct SlotId(AgentName Agent, int Index)
{
    /// <summary>Slots an agent has unless its definition says otherwise.</summary>
    public const int DefaultCount = 16;

    /// <summary>
    /// Slots of all agents of a network together, those of sessions that have one for themselves not counted. Every node checks its
    /// own agents against it at start.
    /// </summary>
    public const int MaxPerNetwork = 2000;

    /// <summary>Slots of all agents of a network together that are taken by one session each; further sessions are refused.</summary>
    public const int MaxDedicatedPerNetwork = 2000;

    /// <summary>Slots from this index on hold one session each, one that asked for a slot of its own.</summary>
    public const int FirstDedicated = 1000;

    /// <summary>How many of those an agent has.</summary>
    public const int DedicatedCount = 1000;

    /// <summary>Of any slot.</summary>
    public const int MaxIndex = FirstDedicated + DedicatedCount - 1;

    public bool IsDedicated => Index >= FirstDedicated;

    public static bool TryParse(string? text, out SlotId slot)
    {
        slot = default;
        if (text is null) return false;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0 || !AgentName.TryParse(text[..dot], out var agent)) return false;
        var digits = text.AsSpan(dot + 1);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > MaxIndex) return false;
        slot = new SlotId(agent, index);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Agent}.{Index}");
}
