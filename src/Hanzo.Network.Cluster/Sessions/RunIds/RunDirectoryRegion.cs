using System.Globalization;
using System.Text;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using static Hanzo.Network.Cluster.Sessions.RunIds.RunDirectoryProtocol;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

/// <summary>The sharding type of run ids; shards are called as if they were slots of an agent, and have a history as those have.</summary>
internal sealed class RunDirectoryRegion() : HashCodeMessageExtractor(Shards)
{
    public const string TypeName = AgentName.Reserved;

    /// <summary>Fixed for ever: it decides where the bindings of a journal are looked for.</summary>
    public const int Shards = 32;

    private const uint FnvBasis = 2166136261;
    private const uint FnvPrime = 16777619;

    private static readonly AgentName Name = AgentName.Parse(TypeName);

    public override string? EntityId(object message) => (message as IRunIdMessage)?.Id;

    public override string ShardId(string entityId, object? messageHint = null) => SlotOf(entityId).ToString();

    public static SlotId SlotOf(string runId)
    {
        // FNV-1a; a text's own hash code differs from process to process.
        var hash = Encoding.UTF8.GetBytes(runId).Aggregate(FnvBasis, (sum, octet) => (sum ^ octet) * FnvPrime);
        return new SlotId(Name, (int)(hash % Shards));
    }

    /// <summary>Begins with a digit, as sessions do not, and with another one than the indices of slots.</summary>
    public static string PersistenceIdOf(string runId) => string.Create(CultureInfo.InvariantCulture, $"1run.{runId}");
}
