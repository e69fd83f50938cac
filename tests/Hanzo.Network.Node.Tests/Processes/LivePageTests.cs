using Microsoft.Playwright;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>Runs where the system has Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public const string Path = "/usr/bin/chromium";

    public ChromiumFactAttribute()
    {
        if (!File.Exists(Path)) Skip = $"needs Chromium at {Path}";
    }
}

[Collection(ProcessCollection.Name)]
public sealed class LivePageTests : IAsyncLifetime
{
    private readonly TestNetwork _network = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    [ChromiumFact]
    public async Task The_page_shows_three_nodes_a_run_appearing_and_a_node_leaving()
    {
        var one = await _network.StartAsync("one", "--agents", "text");
        var two = await _network.StartAsync("two", "--agents", "math");
        await _network.StartAsync("three", "--agents", "echo");
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = ChromiumFactAttribute.Path, Args = ["--no-sandbox"] });
        var page = await chromium.NewPageAsync();
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(one.Url);

        foreach (var id in new[] { "one", "two", "three" })
            await Assertions.Expect(page.Locator($"[data-node='{id}'][data-health='good']")).ToBeVisibleAsync();

        await page.FillAsync("#input", "<b>6</b> * 7 = 6 * 7");
        await page.SelectOptionAsync("#agent", "echo");
        await page.ClickAsync("#ask button");
        await Assertions.Expect(page.Locator("#answer")).ToContainTextAsync("<b>6</b> * 7");
        await Assertions.Expect(page.Locator("#runs tr", new() { HasText = "<b>6</b>" })).ToContainTextAsync("three");
        (await page.Locator("#runs b b").CountAsync()).ShouldBe(0);

        await two.Process.InterruptAsync();
        await Assertions.Expect(page.Locator("[data-node='two']")).ToContainTextAsync("left", new() { Timeout = 10_000 });
        await Assertions.Expect(page.Locator("#node-count")).ToHaveTextAsync("2");
        errors.ShouldBeEmpty();
    }
}
