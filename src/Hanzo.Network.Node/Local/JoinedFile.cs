using System.Collections.Immutable;
using Hanzo.Network.Adapters.Files;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api;

namespace Hanzo.Network.Node.Local;

/// <summary>What a machine that was invited remembers for the next <c>hanzo up</c>; beside the network's keys.</summary>
internal sealed record JoinedFile
{
    public const string FileName = "joined.json";
    private const int MaxBytes = 64 * 1024;

    public required string NodeId { get; init; }

    /// <summary>Other machines reach the node.</summary>
    public required bool Lan { get; init; }

    /// <summary>host:port of nodes of the network.</summary>
    public ImmutableArray<string> Seeds { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(NetworkFolder folder, JoinedFile joined) =>
        RecordFile.Write(Path.Combine(folder.Path, FileName), joined, ApiJson.Default.JoinedFile, isDurable: true);

    /// <param name="keys">The folder of all networks' keys.</param>
    /// <returns>Null: the machine was not invited to it, or that is not known any more.</returns>
    public static JoinedFile? Find(string keys, string network)
    {
        var joined = RecordFile.Read(Path.Combine(keys, network, FileName), MaxBytes, ApiJson.Default.JoinedFile);
        return NodeIdRules.IsValid(joined?.NodeId) ? joined : null;
    }

    /// <summary>The only network of the folder, if the machine was invited to it.</summary>
    public static string? OnlyNetwork(string keys)
    {
        if (!Directory.Exists(keys)) return null;
        var networks = Directory.GetDirectories(keys).Select(path => Path.GetFileName(path)!)
            .Where(name => AgentName.TryParse(name, out _)).ToArray();
        return networks is [var only] && Find(keys, only) is not null ? only : null;
    }
}
