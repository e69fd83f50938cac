using Hanzo.Network.Node.Tests.Processes;
using Hanzo.Network.Node.Tests.Support;
using Microsoft.Playwright;

namespace Hanzo.Network.Node.Tests.Keys;

[Collection(ProcessCollection.Name)]
public sealed class KeyedPageTests
{
    [ChromiumFact]
    public async Task The_page_asks_for_the_key_and_is_live_with_it()
    {
        await using var node = await TestNode.StartAsync(key: "correct-horse");
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = ChromiumFactAttribute.Path, Args = ["--no-sandbox"] });
        var page = await chromium.NewPageAsync();
        await page.GotoAsync(node.Url.ToString());

        await page.FillAsync("#key", "wrong");
        await page.ClickAsync("#key-form button");
        await Assertions.Expect(page.Locator("#key-problem")).ToContainTextAsync("none of this node's");
        await page.FillAsync("#key", "correct-horse");
        await page.ClickAsync("#key-form button");

        await Assertions.Expect(page.Locator("#key-form")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("[data-node='one']")).ToBeVisibleAsync();
        await page.FillAsync("#input", "hello there");
        await page.ClickAsync("#ask button");
        await Assertions.Expect(page.Locator("#answer")).ToContainTextAsync("hello there");
    }
}
