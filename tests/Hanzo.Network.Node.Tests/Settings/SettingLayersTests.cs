using System.Net;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Node.Settings;
using Hanzo.Network.State;

namespace Hanzo.Network.Node.Tests.Settings;

public sealed class SettingLayersTests
{
    private static readonly Dictionary<string, string> NoVariables = [];

    [Fact]
    public void The_profile_gives_every_default()
    {
        var settings = Load(SettingLayer.Empty, NoVariables, "").Settings!;

        settings.Network.ShouldBe("default");
        settings.ListenPort.ShouldBe(5681);
        settings.BroadcastPort.ShouldBe(5678);
        settings.HttpPort.ShouldBe(5680);
        settings.Bind.ShouldBe(IPAddress.Loopback);
        settings.HttpBind.ShouldBe(IPAddress.Loopback);
        settings.Agents.ShouldBe("math,text,device,echo");
        settings.Roads.Udp.ShouldBeTrue();
        settings.Insecure.ShouldBeFalse();
        settings.NodeId.ShouldBeNull();
        settings.Capacity.ShouldBeNull();
        (settings.ToolsRoot, settings.HttpHosts.IsEmpty, settings.HttpPrivate).ShouldBe((null, true, false));
        (settings.Retention, settings.JournalPatience).ShouldBe((HistoryRetention.Default, TimeSpan.FromSeconds(30)));
        settings.Profile.ShouldBe("node");
        settings.Journal.Kind.ShouldBe(JournalKind.Auto);
    }

    [Fact]
    public void A_flag_wins_over_a_variable_over_a_file_over_the_profile()
    {
        var variables = new Dictionary<string, string> { ["HANZO_HTTP_PORT"] = "2000", ["HANZO_NETWORK"] = "by-variable" };
        const string File = "hanzo { http-port = 3000, network = by-file, listen-port = 3001 }";

        var loaded = Load(SettingLayer.Empty.With(SettingCatalog.HttpPort, "1000", "--http-port"), variables, File);

        loaded.Settings!.HttpPort.ShouldBe(1000);
        loaded.Settings.Network.ShouldBe("by-variable");
        loaded.Settings.ListenPort.ShouldBe(3001);
        loaded.Settings.BroadcastPort.ShouldBe(5678);
        loaded.Values[SettingCatalog.HttpPort].Origin.ShouldBe("--http-port");
        loaded.Values[SettingCatalog.Network].Origin.ShouldBe("HANZO_NETWORK");
        loaded.Values[SettingCatalog.ListenPort].Origin.ShouldBe("file my.conf");
        loaded.Values[SettingCatalog.BroadcastPort].Origin.ShouldBe("profile node");
    }

    [Fact]
    public void A_capacity_may_be_given() =>
        Load(SettingLayer.Empty.With(SettingCatalog.Capacity, "12", "--capacity"), NoVariables, "").Settings!.Capacity.ShouldBe(12);

    [Fact]
    public void What_tools_may_reach_may_be_given()
    {
        const string File = "hanzo { tools-root = /srv, tools-http-hosts = [example.org, \"*.wiki.example\"], tools-http-private = on }";

        var settings = Load(SettingLayer.Empty, NoVariables, File).Settings!;

        settings.ToolsRoot.ShouldBe("/srv");
        settings.HttpHosts.ToString().ShouldBe("example.org, *.wiki.example");
        settings.HttpPrivate.ShouldBeTrue();
    }

    [Fact]
    public void What_of_a_history_is_kept_and_how_long_a_start_waits_for_the_journal_may_be_given()
    {
        const string File = "hanzo { keep-events = 2d, keep-sessions = 30d, snapshot-every = 50, journal-patience = 1500ms }";

        var settings = Load(SettingLayer.Empty, NoVariables, File).Settings!;

        settings.Retention.ShouldBe(new HistoryRetention(50, TimeSpan.FromDays(2)) { KeepSessions = TimeSpan.FromDays(30) });
        Load(SettingLayer.Empty, NoVariables, "").Settings!.Retention.KeepSessions.ShouldBeNull();
        settings.JournalPatience.ShouldBe(TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public void OpenAIs_own_variables_name_the_models_endpoint_behind_ours()
    {
        var variables = new Dictionary<string, string>
        {
            ["OPENAI_BASE_URL"] = "http://gpu:8000/v1/", ["OPENAI_MODEL"] = "qwen3", ["HANZO_MODEL"] = "phi",
        };

        var loaded = Load(SettingLayer.Empty, variables, "");

        loaded.Settings!.ModelUrl.ShouldBe(new Uri("http://gpu:8000/v1"));
        loaded.Settings.Model.ShouldBe("phi");
        loaded.Values[SettingCatalog.ModelUrl].Origin.ShouldBe("OPENAI_BASE_URL");
        loaded.Values[SettingCatalog.Model].Origin.ShouldBe("HANZO_MODEL");
    }

    [Fact]
    public void A_file_may_give_lists_as_lists()
    {
        var settings = Load(
            SettingLayer.Empty, NoVariables, """hanzo { seeds = ["10.0.0.1:5681", "10.0.0.2:5681"], discovery = [seeds] }""").Settings!;

        settings.Roads.Seeds.ShouldBe(["10.0.0.1:5681", "10.0.0.2:5681"]);
        settings.Roads.Udp.ShouldBeFalse();
    }

    [Fact]
    public void The_actor_systems_part_of_a_file_is_no_concern_here() =>
        Load(SettingLayer.Empty, NoVariables, "akka { loglevel = DEBUG }").Problems.ShouldBeEmpty();

    [Fact]
    public void A_key_that_is_no_setting_is_named_with_a_suggestion()
    {
        var problem = Load(SettingLayer.Empty, NoVariables, "hanzo { htp-port = 1 }").Problems.ShouldHaveSingleItem();

        problem.Message.ShouldBe("file my.conf: 'hanzo.htp-port' is not a setting; did you mean 'hanzo.http-port'?");
    }

    [Theory]
    [InlineData("\nhanzo { network = ", "line 2: '{' is never closed")]
    [InlineData("hanzo }{", "line 1: '}' closes nothing")]
    [InlineData("hanzo {\n seeds = [}\n}", "line 2: '}' closes nothing")]
    public void A_file_that_is_not_HOCON_is_named_with_the_line(string text, string problem) =>
        Load(SettingLayer.Empty, NoVariables, text).Problems.ShouldHaveSingleItem()
            .Message.ShouldBe($"file my.conf is not HOCON: {problem}");

    [Theory]
    [InlineData("hanzo { # a { comment\n network = home // and another }\n }")]
    [InlineData("hanzo { network = home, node-id = \"}\" }")]
    [InlineData("hanzo { network = home, node-id = \"\"\" } \"\"\" }")]
    public void Brackets_in_texts_and_comments_are_no_brackets(string text) => HoconBrackets.FirstProblem(text).ShouldBeNull();

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        var flags = SettingLayer.Empty.With(SettingCatalog.Config, "gone.conf", "--config");

        var loaded = SettingLoader.Load(flags, NoVariables, _ => throw new FileNotFoundException("no such file"));

        loaded.Problems.ShouldHaveSingleItem().Message.ShouldBe("--config 'gone.conf' is not allowed: it cannot be read (no such file).");
    }

    [Fact]
    public void Lan_is_the_profile_that_listens_on_every_address()
    {
        var flags = SettingLayer.Empty.With(SettingCatalog.Lan, "true", "--lan").With(SettingCatalog.Insecure, "true", "--insecure");

        var settings = SettingLoader.Load(flags, NoVariables, _ => "").Settings!;

        settings.Profile.ShouldBe("lan");
        settings.Bind.ShouldBe(IPAddress.Any);
        settings.HttpBind.ShouldBe(IPAddress.Loopback);
    }

    [Fact]
    public void Every_setting_but_those_that_choose_layers_has_its_default_in_the_node_profile()
    {
        var (layer, problems) = HoconLayer.Parse(HoconProfiles.Read(HoconProfiles.Base), "profile node");

        problems.ShouldBeEmpty();
        layer.Values.Keys.Order().ShouldBe(
            SettingCatalog.All.Where(setting => !setting.SelectsLayers).Select(setting => setting.Name).Order());
    }

    private static LoadedSettings Load(SettingLayer flags, Dictionary<string, string> variables, string file) =>
        SettingLoader.Load(file.Length > 0 ? flags.With(SettingCatalog.Config, "my.conf", "--config") : flags, variables, _ => file);
}
