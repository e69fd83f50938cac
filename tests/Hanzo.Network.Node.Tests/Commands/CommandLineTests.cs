using Hanzo.Network.Node.Commands;
using Hanzo.Network.Node.Local;
using Hanzo.Network.Node.Tests.Processes;

namespace Hanzo.Network.Node.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly Dictionary<string, string> _variables = [];

    [Theory]
    [InlineData("unknown option '--htp-port'; did you mean '--http-port'?", "up", "--htp-port", "1")]
    [InlineData("unknown option '--jsn'; did you mean '--json'?", "status", "--jsn")]
    [InlineData("unknown option '--quack'.", "up", "--quack")]
    [InlineData("unknown option '--sesion'; did you mean '--session'?", "run", "math", "1+1", "--sesion", "x")]
    [InlineData("unknown option '--stram'; did you mean '--stream'?", "run", "math", "--stram")]
    [InlineData("unknown command 'stauts'; did you mean 'status'?", "stauts")]
    [InlineData("TEXT is empty", "run", "math", "")]
    [InlineData("--max-iterations must be 1 to 100", "run", "math", "1", "--max-iterations", "0")]
    [InlineData("--max-usd must be 0 to 1,000,000", "run", "math", "1", "--max-usd", "-1")]
    [InlineData("--run-id: run id 'a b' must be 1 to 128 letters", "run", "math", "1", "--run-id", "a b")]
    [InlineData("--http-port 'x' is not allowed", "up", "--http-port", "x")]
    [InlineData("unknown option '--replica'; did you mean '--replicas'?", "deploy", "x.json", "--replica", "2")]
    [InlineData("--replicas '0' is not allowed: it must be 1 to 1000.", "deploy", "x.json", "--replicas", "0")]
    [InlineData("--on 'a b' is not allowed: a node id has", "deploy", "x.json", "--on", "a b")]
    [InlineData("/no/such.json cannot be read", "deploy", "/no/such.json")]
    [InlineData("--timeout '2x' is not allowed; allowed: 0 to 600 s, such as 90s or 2m.", "migrate", "math.1", "two", "--timeout", "2x")]
    [InlineData("--timeout '2h' is not allowed; allowed: 0 to 3600 s", "drain", "--timeout", "2h")]
    [InlineData("unknown command 'drein'; did you mean 'drain'?", "drein")]
    [InlineData("--journal 'x' is not allowed: auto, sqlite, replicated, memory, or", "up", "--journal", "x")]
    [InlineData("'udp,pigeon' is not allowed: a list of udp, file", "up", "--discovery", "udp,pigeon")]
    [InlineData("--flops-table: no/such/table.json cannot be read", "device", "--flops-table", "no/such/table.json")]
    [InlineData("--flops-table: no/such/table.json cannot be read", "up", "--flops-table", "no/such/table.json")]
    public async Task A_wrong_command_line_is_bad_usage_and_says_how_to_put_it_right(string message, params string[] arguments)
    {
        (await RunAsync(arguments)).ShouldBe(2);

        _error.ToString().ShouldContain(message);
        _output.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task Simulation_is_there_on_the_embedded_runtime_and_elsewhere_says_what_it_needs()
    {
        (await RunAsync("simulate", "--seed", "1", "--nodes", "99")).ShouldBe(2);

        var expected = HanzoBuild.Runtime == "embedded" ? "--nodes '99' is not allowed; allowed: 1 to 20." : SimulateCommand.NotHere;
        _error.ToString().ShouldContain(expected);
    }

    [Fact]
    public async Task A_simulated_network_is_judged_where_there_is_simulation()
    {
        var exit = await RunAsync("simulate", "--seed", "1", "--nodes", "2", "--length", "10s", "--faults", "", "--json");

        if (HanzoBuild.Runtime == "embedded") _output.ToString().ShouldMatch("""^{"seed":1,.*"hash":"[0-9a-f]{16}",.*"checker":.*}\n$""");
        else exit.ShouldBe(2);
    }

    [Fact]
    public async Task With_json_the_complaint_is_JSON()
    {
        (await RunAsync("up", "--http-port", "x", "--json")).ShouldBe(2);

        _error.ToString().ShouldStartWith("""{"code":"bad_usage","message":""");
    }

    [Fact]
    public async Task Help_is_no_error()
    {
        (await RunAsync("up", "--help")).ShouldBe(0);

        _output.ToString().ShouldContain("--network-peer-list");
        _output.ToString().ShouldNotContain("--child");
    }

    [Fact]
    public async Task Without_a_node_a_command_fails_and_says_how_to_start_one()
    {
        _variables["HANZO_DATA"] = Path.Combine(Path.GetTempPath(), "hanzo-nothing-here");

        (await RunAsync("status")).ShouldBe(1);
        _error.ToString().ShouldContain("start one with 'hanzo up'");
    }

    [Fact]
    public async Task An_empty_variable_is_not_set()
    {
        _variables["HANZO_DATA"] = "";
        _variables["HANZO_NODE"] = "";
        _variables["HANZO_NETWORK"] = "nobody-runs-this";

        (await RunAsync("status")).ShouldBe(1);
        _error.ToString().ShouldContain("no node of network 'nobody-runs-this' runs on this machine");
    }

    [Theory]
    [InlineData("--config")]
    [InlineData("HANZO_CONFIG")]
    public async Task A_command_looks_where_the_file_of_settings_says(string way)
    {
        var folder = Directory.CreateTempSubdirectory("hanzo-config-");
        try
        {
            var file = Path.Combine(folder.FullName, "my.conf");
            await File.WriteAllTextAsync(file, $"hanzo {{ network = home, data = \"{folder.FullName.Replace('\\', '/')}\" }}");
            var node = Directory.CreateDirectory(Path.Combine(folder.FullName, "home", "one"));
            LocalNodes.Write(node.FullName, new NodeRecord
            {
                Network = "home", NodeId = "one", Pid = Environment.ProcessId, Host = Environment.MachineName,
                HttpUrl = "http://127.0.0.1:1", Address = "127.0.0.1:2", StartedAt = DateTimeOffset.UnixEpoch,
            });
            if (way.StartsWith('-')) (await RunAsync("status", way, file)).ShouldBe(1);
            else
            {
                _variables[way] = file;
                (await RunAsync("status")).ShouldBe(1);
            }

            _error.ToString().ShouldContain("the node at http://127.0.0.1:1/ does not answer");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_file_of_settings_that_is_not_there_is_named()
    {
        (await RunAsync("status", "--config", "/no/such.conf")).ShouldBe(2);

        _error.ToString().ShouldContain("--config '/no/such.conf' is not allowed: it cannot be read");
    }

    [Fact]
    public async Task A_node_that_does_not_answer_is_named()
    {
        (await RunAsync("status", "--node", "http://127.0.0.1:1")).ShouldBe(1);

        _error.ToString().ShouldContain("the node at http://127.0.0.1:1/ does not answer");
    }

    [Fact]
    public async Task Config_says_of_each_setting_where_it_comes_from()
    {
        _variables["HANZO_HTTP_PORT"] = "6000";

        string[] flags = ["--network-id", "home", "--listen-addr", "127.0.0.2:7000", "--network-peer-list", "a:1", "--seeds", "b:2"];
        (await RunAsync(["config", .. flags, "--json"])).ShouldBe(0);

        var text = _output.ToString();
        text.ShouldContain("""{"name":"network","value":"home","origin":"--network-id"}""");
        text.ShouldContain("""{"name":"bind","value":"127.0.0.2","origin":"--listen-addr"}""");
        text.ShouldContain("""{"name":"listen-port","value":"7000","origin":"--listen-addr"}""");
        text.ShouldContain("""{"name":"seeds","value":"a:1,b:2","origin":"--network-peer-list"}""");
        text.ShouldContain("""{"name":"http-port","value":"6000","origin":"HANZO_HTTP_PORT"}""");
        text.ShouldContain("""{"name":"broadcast-port","value":"5678","origin":"profile node"}""");
    }

    [Theory]
    [InlineData("""{"model":"m","chip":"c","memory":-1}""", "line 1, memory: must be a whole number from 0 to 16,777,216 MB, not -1.")]
    [InlineData("""{"model":"m","chip":"c","flops":{"fp8":1}}""", "line 1, flops.fp8: is unknown; allowed: fp32, fp16, int8.")]
    public async Task A_device_file_that_cannot_be_is_refused_with_field_and_range(string json, string problem)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, json);

        (await RunAsync("device", "--device", file)).ShouldBe(2);

        _error.ToString().ShouldContain($"{file}, {problem}");
        File.Delete(file);
    }

    [Fact]
    public async Task A_device_is_written_in_the_form_of_a_device_file()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"model":"MacBook","chip":"Apple M3","memory":16384,"cpu":{"cores":8}}""");

        (await RunAsync("device", "--device", file, "--json")).ShouldBe(0);

        _output.ToString().ShouldStartWith("""{"model":"MacBook","chip":"Apple M3","memory":16384,"flops":{"fp32":3.55,""");
        _output.ToString().ShouldContain("\"source\":\"table\"");
        File.Delete(file);
    }

    [Fact]
    public async Task Device_file_and_table_come_from_variables_and_the_file_of_settings_as_well()
    {
        var folder = Directory.CreateTempSubdirectory("hanzo-test-");
        string Write(string name, string text)
        {
            var file = Path.Combine(folder.FullName, name);
            File.WriteAllText(file, text);
            return file;
        }

        var device = Write("device.json", """{"model":"Box","chip":"My accelerator","memory":4096}""");
        var table = Write("table.json", """{"rows":[{"name":"My accelerator","fp16":500}]}""");
        var config = Write("my.conf", $"hanzo {{ device = \"{device}\" }}");
        _variables["HANZO_FLOPS_TABLE"] = table;

        (await RunAsync("device", "--config", config, "--json")).ShouldBe(0, _error.ToString());
        _variables["HANZO_DEVICE"] = "no/such/device.json";
        (await RunAsync("device", "--config", config)).ShouldBe(2);

        _output.ToString().ShouldStartWith("""{"model":"Box","chip":"My accelerator","memory":4096,"flops":{"fp32":null,"fp16":500,""");
        _error.ToString().ShouldContain("no/such/device.json cannot be read");
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Tables_carry_no_escape_codes_into_files()
    {
        (await RunAsync("config")).ShouldBe(0);

        _output.ToString().ShouldNotContain('\u001b');
        _output.ToString().ShouldContain("http-port");
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private Task<int> RunAsync(params string[] arguments) => HanzoCli.RunAsync(arguments, new CommandContext(_output, _error, _variables));
}
