using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Node.Demo;

/// <summary>Three unlike machines, played by processes of this one, on a network and with a journal of their own.</summary>
internal sealed class DemoNetwork : IAsyncDisposable
{
    public const string Laptop = "laptop";
    public const string GpuServer = "gpu-server";
    public const string Pi = "pi";

    public static readonly ImmutableArray<string> Ids = [Laptop, GpuServer, Pi];

    private readonly DemoFolder _folder = DemoFolder.Create();
    private readonly ChildNetwork _nodes;
    private int _pagePort;

    public DemoNetwork()
    {
        var name = $"demo-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
        _nodes = new ChildNetwork(name, Ids, ChildProgram.Own(), ArgumentsOf);
    }

    public string Name => _nodes.Name;

    public ChildNode this[string id] => _nodes[id];

    /// <param name="httpPort">Of the laptop's page; 0: any.</param>
    /// <exception cref="DemoException">A node does not start, or they do not find each other.</exception>
    public Task StartAsync(int httpPort, CancellationToken cancellation)
    {
        foreach (var file in Ids.Append("agents")) Unpack($"{file}.json");
        _pagePort = httpPort;
        return _nodes.StartAsync(cancellation);
    }

    /// <inheritdoc cref="ChildNetwork.RestartAsync"/>
    public Task RestartAsync(string id, CancellationToken cancellation) => _nodes.RestartAsync(id, cancellation);

    public Task<NetworkBody> LookFromAsync(string id, CancellationToken cancellation) => _nodes.LookFromAsync(id, cancellation);

    /// <inheritdoc cref="ChildNetwork.Pick"/>
    public NodeClient Pick(int choice, string? besides = null) => _nodes.Pick(choice, besides);

    /// <inheritdoc cref="ChildNetwork.UntilAsync"/>
    public Task UntilAsync(string from, string what, TimeSpan within, Func<NetworkBody, bool> wanted, CancellationToken cancellation) =>
        _nodes.UntilAsync(from, what, within, wanted, cancellation);

    public async ValueTask DisposeAsync()
    {
        await _nodes.DisposeAsync();
        _folder.Dispose();
    }

    private IEnumerable<string> ArgumentsOf(string id) =>
    [
        "--data", _folder.Path,
        "--device", PathOf($"{id}.json"),
        "--agents", PathOf("agents.json"),
        "--http-port", (id == Laptop ? _pagePort : 0).ToString(CultureInfo.InvariantCulture),
        "--log-level", "warning",
    ];

    private string PathOf(string file) => Path.Combine(_folder.Path, file);

    private void Unpack(string file)
    {
        using var packed = typeof(DemoNetwork).Assembly.GetManifestResourceStream($"demo/{file}")
            ?? throw new DemoException($"this program holds no demo/{file}.");
        using var unpacked = File.Create(PathOf(file));
        packed.CopyTo(unpacked);
    }
}
