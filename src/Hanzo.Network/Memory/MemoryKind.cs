namespace Hanzo.Network.Memory;

public enum MemoryKind
{
    /// <summary>What was said in a run. Recalled often enough, it becomes <see cref="LongTerm"/>.</summary>
    ShortTerm,

    /// <summary>Told to the memory on purpose, or recalled often.</summary>
    LongTerm,

    /// <summary>Stands for older memories, in short.</summary>
    Reflection,
}
