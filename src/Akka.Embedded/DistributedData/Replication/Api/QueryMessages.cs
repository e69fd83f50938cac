using System.Collections.Immutable;

namespace Akka.DistributedData;

/// <summary>Asks for the ids of all keys that this node knows: <see cref="GetKeysIdsResult"/>.</summary>
public sealed class GetKeyIds
{
    public static readonly GetKeyIds Instance = new();

    private GetKeyIds()
    {
    }
}

public sealed class GetKeysIdsResult(IImmutableSet<string> keys)
{
    public IImmutableSet<string> Keys { get; } = keys;

    public override string ToString() => $"GetKeysIdsResult({string.Join(", ", Keys)})";
}

/// <summary>Asks for the number of replicas: <see cref="ReplicaCount"/>.</summary>
public sealed class GetReplicaCount
{
    public static readonly GetReplicaCount Instance = new();

    private GetReplicaCount()
    {
    }
}

/// <summary>Up members that hold replicas, this node among them.</summary>
public sealed record ReplicaCount
{
    public ReplicaCount(int n) => N = n;

    public int N { get; }
}
