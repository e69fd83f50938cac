using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Tests;

namespace Hanzo.Network.Adapters.Tests.Devices;

public sealed class SystemAccessTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_command_that_is_not_installed_is_no_problem()
    {
        (await RunAsync("no-such-command-here")).ShouldBe(CommandOutput.NotInstalled);
        (await RunAsync("/no/such/command-here")).ShouldBe(CommandOutput.NotInstalled);
    }

    [Fact]
    public async Task A_command_that_hangs_is_ended_at_its_limit()
    {
        if (OperatingSystem.IsWindows()) return;
        var running = RunAsync("sleep", "600");

        _time.Advance(SystemAccess.Limit);

        (await running).ShouldBe(new CommandOutput(null, "sleep did not answer within 3 s."));
    }

    [Fact]
    public async Task A_command_that_fails_says_its_code()
    {
        if (OperatingSystem.IsWindows()) return;

        (await RunAsync("false")).Problem.ShouldBe("false ended with code 1.");
    }

    [Fact]
    public async Task A_command_that_fails_is_quoted()
    {
        if (OperatingSystem.IsWindows()) return;

        (await RunAsync("sh", "-c", "echo; echo the driver sleeps >&2; exit 9")).Problem
            .ShouldBe("sh ended with code 9: the driver sleeps");
    }

    [Fact]
    public async Task A_command_that_writes_without_end_is_ended()
    {
        if (OperatingSystem.IsWindows()) return;

        (await RunAsync("yes")).Problem.ShouldBe("yes wrote more than 262144 characters.");
        (await RunAsync("sh", "-c", "yes >&2")).Problem.ShouldBe("sh wrote more than 262144 characters.");
    }

    [Fact]
    public async Task A_command_that_asks_something_gets_no_answer()
    {
        if (OperatingSystem.IsWindows()) return;

        (await RunAsync("cat")).ShouldBe(new CommandOutput("", null));
    }

    [Fact]
    public void What_is_not_there_is_null_or_empty()
    {
        new SystemAccess(_time).ReadText("/no/such/file").ShouldBeNull();
        new SystemAccess(_time).List("/no/such/folder").ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_is_listed_in_order()
    {
        var folder = Directory.CreateTempSubdirectory();
        foreach (var name in new[] { "b", "a", "B" }) File.WriteAllText(Path.Combine(folder.FullName, name), "");

        new SystemAccess(_time).List(folder.FullName).ShouldBe(["B", "a", "b"]);
        folder.Delete(recursive: true);
    }

    private Task<CommandOutput> RunAsync(string command, params string[] arguments) =>
        new SystemAccess(_time).RunAsync(command, arguments, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
}
