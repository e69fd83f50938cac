using Hanzo.Network.Joining;
using Hanzo.Network.Nets.Lab;
using Hanzo.Network.Node.Tests.Processes;

namespace Hanzo.Network.Nets.Nodes;

/// <summary>The nodes of one test, each on a host of a lab with a data folder of its own; they end with it.</summary>
internal sealed class LabNodes : IAsyncDisposable
{
    /// <summary>All hosts have the keys of one folder, as if each had joined; Akka.NET's nodes cannot be secured.</summary>
    private static readonly string[] Security = HanzoBuild.Runtime == "nuget" ? ["--insecure"] : [];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hanzo-nets-");
    private readonly List<LabNode> _nodes = [];

    public string Folder => _data.FullName;

    /// <summary>Starts one without waiting for it; it can be reached by other hosts.</summary>
    /// <param name="id">Null: the host's name.</param>
    public LabNode Launch(LabHost host, string? id = null, params IEnumerable<string> more) =>
        Launch(new HanzoPlace(host.Namespace), host, id ?? host.Name, ["--lan", .. more]);

    /// <summary>One that says it speaks those versions of our messages.</summary>
    public async Task<LabNode> StartSpeakingAsync(ProtocolRange range, LabHost host)
    {
        var node = Launch(new HanzoPlace(host.Namespace) { Program = OtherProtocol.ProgramOf(range) }, host, host.Name, ["--lan"]);
        await node.ReadyAsync();
        return node;
    }

    /// <summary>As <see cref="Launch"/>, of another program with the same commands.</summary>
    /// <param name="program">Path and first words.</param>
    public LabNode LaunchAs(IReadOnlyList<string> program, LabHost host, params IEnumerable<string> more) =>
        Launch(new HanzoPlace(host.Namespace) { Program = program }, host, host.Name, ["--lan", .. more]);

    /// <summary>As <see cref="Launch"/>; it can be reached on its host only.</summary>
    public LabNode LaunchHere(LabHost host, string id, params IEnumerable<string> more) =>
        Launch(new HanzoPlace(host.Namespace), host, id, more);

    public async Task<LabNode> StartAsync(LabHost host, params IEnumerable<string> more)
    {
        var node = Launch(host, null, more);
        await node.ReadyAsync();
        return node;
    }

    public async Task<LabNode[]> StartAllAsync(IEnumerable<LabHost> hosts, params IEnumerable<string> more)
    {
        var nodes = hosts.Select(host => Launch(host, null, more)).ToArray();
        await Task.WhenAll(nodes.Select(node => node.ReadyAsync()));
        return nodes;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        _data.Delete(recursive: true);
    }

    private LabNode Launch(HanzoPlace place, LabHost host, string id, IEnumerable<string> more)
    {
        var data = new DirectoryInfo(Path.Combine(_data.FullName, host.Name));
        if (!data.Exists)
        {
            data.Create();
            MeasuredMachine.TellNodesOf(data);
        }

        string[] common = ["up", "--json", "--child", "--node-id", id, "--data", data.FullName, .. Security];
        var node = new LabNode(id, host, HanzoProcess.StartIn(place, HanzoBuild.Runtime, [.. common, .. more]));
        _nodes.Add(node);
        return node;
    }
}
