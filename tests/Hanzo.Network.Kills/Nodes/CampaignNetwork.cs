using System.Collections.Immutable;
using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Node.Children;

namespace Hanzo.Network.Kills.Nodes;

/// <summary>Three nodes that have a journal in common, and the folder of what their tools have done.</summary>
internal sealed class CampaignNetwork : IAsyncDisposable
{
    public static readonly ImmutableArray<string> Ids = ["one", "two", "three"];

    private readonly PostgresServer? _server;
    private readonly string? _journal;
    private bool _isDiscarded;

    /// <param name="journal">Null: a file that all of them use.</param>
    private CampaignNetwork(PostgresServer? server, string? journal)
    {
        (_server, _journal) = (server, journal);
        Effects = new EffectFolder(Directory.CreateDirectory(Path.Combine(Folder, "effects")).FullName);
        Nodes = new ChildNetwork("kills", Ids, NodeRole.ProgramWith(Effects), ArgumentsOf, logs: Folder);
    }

    /// <summary>Of what the nodes keep and log; it stays unless it is discarded.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("hanzo-kills-").FullName;

    public EffectFolder Effects { get; }

    public ChildNetwork Nodes { get; }

    public ChildNode this[string id] => Nodes[id];

    /// <exception cref="ChildException">A node or the database does not start.</exception>
    public static async Task<CampaignNetwork> StartAsync(CampaignJournal journal, CancellationToken cancellation)
    {
        var network = journal switch
        {
            CampaignJournal.Postgres => await WithServerAsync(),
            CampaignJournal.Replicated => new CampaignNetwork(null, "replicated"),
            _ => new CampaignNetwork(null, null),
        };
        try
        {
            await network.Nodes.StartAsync(cancellation);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>What was kept and logged is not needed any more.</summary>
    public void Discard() => _isDiscarded = true;

    public async ValueTask DisposeAsync()
    {
        await Nodes.DisposeAsync();
        if (_server is not null)
        {
            if (!_isDiscarded) _server.KeepsData = true;
            await _server.DisposeAsync();
        }

        if (_isDiscarded) Directory.Delete(Folder, recursive: true);
    }

    private static async Task<CampaignNetwork> WithServerAsync()
    {
        if (PostgresServer.Missing is { } missing) throw new ChildException(missing);
        var server = new PostgresServer();
        try
        {
            await server.InitializeAsync();
            return new CampaignNetwork(server, await server.NewDatabaseAsync());
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Without a file in common each node has a folder of its own, as on a machine of its own.</summary>
    private IEnumerable<string> ArgumentsOf(string id)
    {
        string[] common =
            ["--agents", "echo", "--http-port", "0", "--log-level", "warning,Hanzo=information", "--keys", Path.Combine(Folder, "keys")];
        return _journal is null
            ? [.. common, "--data", Folder]
            : [.. common, "--data", Path.Combine(Folder, id), "--journal", _journal];
    }
}
