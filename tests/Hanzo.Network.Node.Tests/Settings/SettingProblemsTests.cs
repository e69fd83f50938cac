using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Joining.Roads;
using Hanzo.Network.Node.Settings;
using Hanzo.Network.Tools.Http;

namespace Hanzo.Network.Node.Tests.Settings;

public sealed class SettingProblemsTests
{
    private const string Routers = "it must be one of semantic, keywords, model, round_robin, least_loaded, random, capability, "
        + "or a router file, whose name ends in .json.";

    [Theory]
    [InlineData("http-port", "70000", "--http-port '70000' is not allowed: a port from 0 to 65535.")]
    [InlineData("listen-port", "-1", "--listen-port '-1' is not allowed: a port from 0 to 65535.")]
    [InlineData("broadcast-port", "0", "--broadcast-port '0' is not allowed: a port from 1 to 65535.")]
    [InlineData("broadcast-port", "many", "--broadcast-port 'many' is not allowed: a port from 1 to 65535.")]
    [InlineData("network", "Home", "--network 'Home' is not allowed: it must match [a-z][a-z0-9_-]{0,62}.")]
    [InlineData("node-id", "a b", "--node-id 'a b' is not allowed: 1 to 63 of a-z A-Z 0-9 . _ -, not dots alone.")]
    [InlineData("node-id", "..", "--node-id '..' is not allowed: 1 to 63 of a-z A-Z 0-9 . _ -, not dots alone.")]
    [InlineData("bind", "300.0.0.1", "--bind '300.0.0.1' is not allowed: an IPv4 address such as 127.0.0.1 or 0.0.0.0.")]
    [InlineData("bind", "1", "--bind '1' is not allowed: an IPv4 address such as 127.0.0.1 or 0.0.0.0.")]
    [InlineData("capacity", "0", "--capacity '0' is not allowed: a number from 1 to 1000.")]
    [InlineData("journal-patience", "6m", "--journal-patience '6m' is not allowed: 0 to 300 s, such as 90s, 2m or 7d.")]
    [InlineData("snapshot-every", "9", "--snapshot-every '9' is not allowed: a number from 10 to 100000.")]
    [InlineData("keep-events", "soon", "--keep-events 'soon' is not allowed: 0 to 315360000 s, such as 90s, 2m or 7d.")]
    [InlineData("keep-sessions", "0", "--keep-sessions '0' is not allowed: 1 to 315360000 s, such as 90s, 2m or 7d.")]
    [InlineData("capacity", "many", "--capacity 'many' is not allowed: a number from 1 to 1000.")]
    [InlineData("log-format", "xml", "--log-format 'xml' is not allowed: text or json.")]
    [InlineData("seeds", "10.0.0.1", "--seeds '10.0.0.1' is not allowed: '10.0.0.1' is not HOST:PORT with a port from 1 to 65535.")]
    [InlineData("seeds", "a b:1", "--seeds 'a b:1' is not allowed: 'a b:1' is not HOST:PORT with a port from 1 to 65535.")]
    [InlineData("seeds", "box:70000", "--seeds 'box:70000' is not allowed: 'box:70000' is not HOST:PORT with a port from 1 to 65535.")]
    [InlineData("discovery", "udp,smoke", "--discovery 'udp,smoke' is not allowed: a list of " + RoadNames.Allowed + ".")]
    [InlineData("discovery", "pigeon", "--discovery 'pigeon' is not allowed: a list of " + RoadNames.Allowed + ".")]
    [InlineData("journal", "x.db", "--journal 'x.db' is not allowed: " + JournalSetting.Allowed + ".")]
    [InlineData("journal", "Hst=a;Password=secret", "--journal 'Hst=a;Password=***' is not allowed: " + JournalSetting.Allowed + ".")]
    [InlineData("journal", "Hst=a;PSW='a''b';X=1", "--journal 'Hst=a;PSW=***;X=1' is not allowed: " + JournalSetting.Allowed + ".")]
    [InlineData("journal", "postgres://u:secret@h/d", "--journal 'postgres://***@h/d' is not allowed: " + JournalSetting.Allowed + ".")]
    [InlineData("api-key", "a b", "--api-key '***' is not allowed: 1 to 256 visible ASCII characters.")]
    [InlineData("api-key-file", "no.txt", "--api-key-file 'no.txt' is not allowed: it holds no key.")]
    [InlineData("tools-http-hosts", "a b", "--tools-http-hosts 'a b' is not allowed: at most 256 entries, " + HostList.AllowedForm + ".")]
    [InlineData("tools-http-private", "maybe", "--tools-http-private 'maybe' is not allowed: true or false.")]
    [InlineData("router", "psychic", "--router 'psychic' is not allowed: " + Routers)]
    [InlineData("router", "rules", "--router 'rules' is not allowed: " + Routers)]
    [InlineData("profile", "moon", "--profile 'moon' is not allowed: one of lan, node, production, simulation.")]
    public void A_value_that_cannot_be_used_is_named_with_what_is_allowed(string name, string value, string message) =>
        Load((name, value)).ShouldHaveSingleItem().ShouldBe(message);

    [Fact]
    public void All_problems_are_told_at_once() =>
        Load(("http-port", "x"), ("listen-port", "y"), ("network", "Z")).Length.ShouldBe(3);

    [Fact]
    public void A_value_from_elsewhere_says_from_where() =>
        SettingLoader.Load(SettingLayer.Empty, new Dictionary<string, string> { ["HANZO_HTTP_PORT"] = "x" }, _ => "").Problems
            .ShouldHaveSingleItem().Message.ShouldStartWith("--http-port (from HANZO_HTTP_PORT) 'x' is not allowed");

    [Fact]
    public void Other_machines_ask_over_HTTP_only_with_a_key_or_when_the_user_opens_it()
    {
        Load(("http-bind", "0.0.0.0")).ShouldHaveSingleItem().ShouldContain("can run agents and read their answers");
        Load(("http-bind", "0.0.0.0"), ("http-open", "true")).ShouldBeEmpty();
        Load(("http-bind", "0.0.0.0"), ("insecure", "true")).ShouldBeEmpty();
        Load(("http-bind", "0.0.0.0"), ("api-key", "secret")).ShouldBeEmpty();
    }

    [Fact]
    public void Other_machines_reach_nodes_that_are_secured()
    {
        Load(("bind", "0.0.0.0"), ("insecure", "true")).ShouldBeEmpty();
        var problems = Load(("bind", "0.0.0.0"), ("api-key", "secret"));
        if (RuntimeName.TlsLack is { } lack) problems.ShouldHaveSingleItem().ShouldContain(lack);
        else problems.ShouldBeEmpty();
    }

    [Fact]
    public void The_authority_of_a_NATS_server_is_read_at_the_start() =>
        Load(("nats", "tls://box"), ("nats-ca", "/nowhere/ca.pem")).ShouldHaveSingleItem().ShouldContain("/nowhere/ca.pem is missing.");

    [Fact]
    public void Certificates_of_others_come_with_key_and_authority()
    {
        (string, string)[] files = [("tls-cert", "c.pem"), ("tls-key", "k.pem"), ("tls-ca", "a.pem")];
        Load(files[0]).Count(problem => problem.Contains("--tls-cert, --tls-key, --tls-ca belong together")).ShouldBe(2);
        Load(("verify-peers", "false")).ShouldHaveSingleItem().ShouldContain("only with --tls-cert");
        if (RuntimeName.TlsLack is { } lack)
        {
            Load(files).ShouldHaveSingleItem().ShouldContain(lack);
            return;
        }

        Load([.. files, ("bind", "0.0.0.0")]).ShouldBeEmpty();
        Load([.. files, ("verify-peers", "false")]).ShouldBeEmpty();
        Load([.. files, ("verify-peers", "false"), ("bind", "0.0.0.0")]).ShouldHaveSingleItem()
            .ShouldContain("can join the network, and run agents: --verify-peers is false");
        Load([.. files, ("verify-peers", "false"), ("bind", "0.0.0.0"), ("insecure", "true")]).ShouldBeEmpty();
    }

    [Fact]
    public void An_advertised_address_is_of_no_use_on_loopback() =>
        Load(("advertise", "box.local:5681")).ShouldHaveSingleItem().ShouldContain("nobody can dial it");

    [Fact]
    public void Lan_and_another_profile_contradict_each_other() =>
        Load(("lan", "true"), ("profile", "node")).ShouldHaveSingleItem().ShouldContain("--lan already chooses");

    [Theory]
    [InlineData("debug", "debug", "")]
    [InlineData("warning,Akka=debug,Hanzo=info", "warning", "Akka=Debug Hanzo=Information")]
    public void Log_levels_are_a_default_and_categories(string text, string general, string categories)
    {
        var levels = LogLevels.Parse(text)!;

        levels.Default.ToString().ShouldBe(general, StringCompareShould.IgnoreCase);
        string.Join(' ', levels.ByCategory.Select(pair => $"{pair.Key}={pair.Value}")).ShouldBe(categories);
    }

    [Theory]
    [InlineData("loud")]
    [InlineData("=debug")]
    [InlineData("Akka=3")]
    [InlineData("Akka=")]
    public void Other_log_levels_are_refused(string text) =>
        Load(("log-level", text)).ShouldHaveSingleItem().ShouldContain("trace, debug, information");

    private static string[] Load(params (string Name, string Value)[] flags)
    {
        var layer = SettingLayer.Empty;
        foreach (var (name, value) in flags)
        {
            var setting = SettingCatalog.Find(name)!;
            layer = layer.With(setting, value, setting.Flag);
        }
        return [.. SettingLoader.Load(layer, new Dictionary<string, string>(), _ => "").Problems.Select(problem => problem.Message)];
    }
}
