using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Hanzo.Network.Node.Children;

namespace Hanzo.Network.Node.Demo;

/// <summary>Three unlike machines, played by processes of this one, on a network and with a journal of their own.</summary>
internal sealed class DemoNetwork : IAsyncDisposable
{
    public const string Laptop = "laptop";
    public const string GpuServer = "gpu-server";
    public const string Pi = "pi";

    public static readonly ImmutableArray<string> Ids = [Laptop, GpuServer, Pi];

    private readonly DemoFolder _folder = DemoFolder.Create();
    private int _pagePort;

    public DemoNetwork()
    {
        var name = $"demo-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
        Nodes = new ChildNetwork(name, Ids, ChildProgram.Own(), ArgumentsOf);
    }

    public ChildNetwork Nodes { get; }

    public ChildNode this[string id] => Nodes[id];

    /// <param name="httpPort">Of the laptop's page; 0: any.</param>
    /// <exception cref="ChildException">A node does not start, or they do not find each other.</exception>
    public Task StartAsync(int httpPort, CancellationToken cancellation)
    {
        foreach (var file in Ids.Append("agents")) Unpack($"{file}.json");
        _pagePort = httpPort;
        return Nodes.StartAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await Nodes.DisposeAsync();
        _folder.Dispose();
    }

    private IEnumerable<string> ArgumentsOf(string id) =>
    [
        "--data", PathOf("data"),
        "--keys", PathOf("keys"),
        "--device", PathOf($"{id}.json"),
        "--agents", PathOf("agents.json"),
        "--http-port", (id == Laptop ? _pagePort : 0).ToString(CultureInfo.InvariantCulture),
        "--log-level", "warning",
    ];

    private string PathOf(string file) => Path.Combine(_folder.Path, file);

    private void Unpack(string file)
    {
        using var packed = typeof(DemoNetwork).Assembly.GetManifestResourceStream($"demo/{file}")
            ?? throw new ChildException($"this program holds no demo/{file}.");
        using var unpacked = File.Create(PathOf(file));
        packed.CopyTo(unpacked);
    }
}
