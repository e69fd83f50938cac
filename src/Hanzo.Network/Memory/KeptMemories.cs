namespace Hanzo.Network.Memory;

/// <summary>What the end of a run did to what is remembered.</summary>
/// <param name="Added">New memories; what was known already is not one.</param>
/// <param name="Forgotten">That had to make room.</param>
public sealed record KeptMemories(int Added, int Forgotten)
{
    public static readonly KeptMemories None = new(0, 0);
}
