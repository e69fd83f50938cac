using System.Collections.Immutable;
using Akka.Cluster;
using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>Who may answer a read or write, and how many of them must, besides this node.</summary>
internal readonly record struct Quorum(ImmutableArray<UniqueAddress> Voters, int Others)
{
    /// <summary>This node alone is enough.</summary>
    public bool IsLocal => Others <= 0;

    public bool IsPossible => Others <= Voters.Length;

    /// <exception cref="ArgumentException">Not one of the consistency levels.</exception>
    public static Quorum Of(IReadConsistency consistency, Replicas replicas) => consistency switch
    {
        ReadLocal => default,
        ReadFrom from => new Quorum(replicas.Voters, from.N - 1),
        ReadMajority majority => Majority(replicas.Voters, 0, majority.MinCapacity),
        ReadMajorityPlus plus => Majority(replicas.VotersThatStay(), plus.Additional, plus.MinCapacity),
        ReadAll => All(replicas.VotersThatStay()),
        _ => throw new ArgumentException($"'{consistency}' is not a consistency level of reads.", nameof(consistency)),
    };

    /// <exception cref="ArgumentException">Not one of the consistency levels.</exception>
    public static Quorum Of(IWriteConsistency consistency, Replicas replicas) => consistency switch
    {
        WriteLocal => default,
        WriteTo to => new Quorum(replicas.Voters, to.Count - 1),
        WriteMajority majority => Majority(replicas.Voters, 0, majority.MinCapacity),
        WriteMajorityPlus plus => Majority(replicas.VotersThatStay(), plus.Additional, plus.MinCapacity),
        WriteAll => All(replicas.VotersThatStay()),
        _ => throw new ArgumentException($"'{consistency}' is not a consistency level of writes.", nameof(consistency)),
    };

    private static Quorum All(ImmutableArray<UniqueAddress> voters) => new(voters, voters.Length);

    private static Quorum Majority(ImmutableArray<UniqueAddress> voters, int additional, int minCapacity)
    {
        var replicas = voters.Length + 1;
        var majority = (replicas / 2) + 1;
        return new Quorum(voters, Math.Min(replicas, Math.Max(majority + additional, minCapacity)) - 1);
    }
}
