using System.Text.Json.Serialization;

namespace Hanzo.Network.Conversations;

/// <summary>What a run wants of its agent's memory.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MemoryStep>))]
public enum MemoryStep
{
    Recall,
    Keep,

    /// <summary>And old memories may be put into a few sentences by the model.</summary>
    KeepAndReflect,
}
