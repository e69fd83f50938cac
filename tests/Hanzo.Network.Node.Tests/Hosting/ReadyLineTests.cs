using Hanzo.Network.Devices;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Output;
using Hanzo.Network.Node.Settings;
using Hanzo.Network.Node.Tests.Support;

namespace Hanzo.Network.Node.Tests.Hosting;

public sealed class ReadyLineTests : IDisposable
{
    private const string Invitation = "On another machine: hanzo join CODE   (CODE: hanzo invite)";
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("hanzo-test-keys-");

    public void Dispose() => _keys.Delete(recursive: true);

    [Fact]
    public void Who_listens_to_other_machines_is_told_how_they_come_in()
    {
        if (Cluster.Hosting.RuntimeName.TlsLack is not null) return;
        Write("mutual-tls", "lan").ShouldContain(Invitation);
        Write("mutual-tls").ShouldNotContain(Invitation);
        Write("none", "lan", "insecure").ShouldNotContain(Invitation);
    }

    [Fact]
    public void How_nodes_speak_to_each_other_is_said()
    {
        Write("none", "insecure").ShouldContain("--insecure: no keys protect this node; whoever reaches its ports can join");
        if (Cluster.Hosting.RuntimeName.TlsLack is { } lack)
        {
            Write("none").ShouldContain($"nodes on this machine are not secured, and bound to loopback: {lack}.");
            return;
        }

        Write("mutual-tls").ShouldContain("nodes   secured by mutual TLS");
        Write("mutual-tls").ShouldNotContain("note ");
    }

    private string Write(string security, params string[] switches)
    {
        var flags = switches.Append("keys").Select(name => (Setting: SettingCatalog.Find(name)!, name)).Aggregate(
            SettingLayer.Empty, (layer, one) => layer.With(one.Setting, one.name == "keys" ? _keys.FullName : "true", one.Setting.Flag));
        var settings = SettingLoader.Load(flags, new Dictionary<string, string>(), _ => "").Settings!;
        using var output = new StringWriter();
        var inputs = new NodeInputs([], null, FlopsTable.Builtin, []);
        var status = new FakeNetwork().Status with { Security = security };
        var screen = new Screen(output, output, json: false);
        ReadyLine.Write(screen, settings, inputs, NodeTrust.Open(settings, "one"), status, "http://127.0.0.1:5680");
        return output.ToString();
    }
}
