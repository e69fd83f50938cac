using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hanzo.Network.Text;

namespace Hanzo.Network.Consensus.KeyValues;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(KeyValueRequest))]
[JsonSerializable(typeof(SagaRecord))]
[JsonSerializable(typeof(KeyValueResult))]
[JsonSerializable(typeof(KeyValueSnapshot))]
internal sealed partial class KeyValueJson : JsonSerializerContext
{
    static KeyValueJson()
    {
        Default = new KeyValueJson(PlainJson.Of(Default.GeneratedSerializerOptions!));
        Committed = new KeyValueJson(new JsonSerializerOptions(PlainJson.Of(Default.GeneratedSerializerOptions!))
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        });
    }

    /// <summary>For what all members must take alike: nothing is passed over that one of them does not know.</summary>
    public static KeyValueJson Committed { get; }
}

/// <summary>A list that was left out is an empty one.</summary>
internal static class LeftOut
{
    public static ImmutableArray<T> OrEmpty<T>(this ImmutableArray<T> array) => array.IsDefault ? [] : array;
}

/// <summary>The stored form of a <see cref="KeyValueState"/>; names are part of the format.</summary>
internal sealed record KeyValueSnapshot(
    string Format, long Index, long Revision, long Time, ImmutableArray<FoundEntry> Entries, ImmutableArray<StoredLease> Leases,
    ImmutableArray<StoredSession> Sessions);

internal sealed record StoredLease(long Id, long Milliseconds, long Deadline);

internal sealed record StoredSession(long Id, long Used, long Done, ImmutableArray<StoredResult> Results);

internal sealed record StoredResult(long Sequence, KeyValueResult Result);
