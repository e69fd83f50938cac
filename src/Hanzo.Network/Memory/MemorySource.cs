namespace Hanzo.Network.Memory;

/// <summary>Whose words a memory holds.</summary>
public enum MemorySource
{
    User,
    Agent,

    /// <summary>Those of who told the memory, by HTTP or from code.</summary>
    Given,

    /// <summary>A model's, or those of the offline summarizer, about other memories.</summary>
    Summary,
}
