using System.Text.RegularExpressions;

namespace Hanzo.Network.Architecture.Tests;

public sealed partial class DependencyTests
{
    [Theory]
    [InlineData("Hanzo.Network")]
    [InlineData("Hanzo.Network.Adapters", "Hanzo.Network")]
    [InlineData("Hanzo.Network.Cluster", "Hanzo.Network")]
    [InlineData("Hanzo.Network.Node", "Hanzo.Network.Adapters", "Hanzo.Network.Cluster", "Hanzo.Network.Simulation")]
    [InlineData("Hanzo.Network.Simulation", "Hanzo.Network.Cluster")]
    [InlineData("Hanzo.Network.TestKit", "Hanzo.Network.Adapters", "Hanzo.Network.Cluster")]
    [InlineData("Akka.Embedded")]
    [InlineData("Akka.Embedded.TestKit", "Akka.Embedded")]
    public void Projects_depend_one_way(string project, params string[] allowed) =>
        ProjectReference().Matches(ProjectFile(project)).Select(match => match.Groups[1].Value).Order().ShouldBe(allowed);

    [Theory]
    [InlineData("Hanzo.Network")]
    [InlineData("Hanzo.Network.Adapters")]
    public void The_domain_and_its_adapters_know_no_Akka(string project)
    {
        ProjectFile(project).ShouldNotContain("AkkaReference");
        Repository.Sources($"src/{project}").SelectMany(UsesOf("Akka")).ShouldBeEmpty();
    }

    [Fact]
    public void The_node_reads_HOCON_but_holds_no_actors() =>
        Repository.Sources("src/Hanzo.Network.Node").SelectMany(UsesOf("Akka"))
            .Where(use => !use.Contains("Akka.Configuration", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Fact]
    public void The_application_never_asks_which_runtime_it_was_built_for() =>
        Repository.Sources().Where(file => file.Path.StartsWith("src/Hanzo.", StringComparison.Ordinal))
            .SelectMany(file => file.Lines.Select(line => $"{file.Path}: {line}"))
            .Where(found => found.Contains(": #if", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Theory]
    [InlineData("Hanzo.Network")]
    [InlineData("Hanzo.Network.Cluster")]
    [InlineData("Akka.Embedded")]
    public void Code_that_simulation_drives_is_under_the_banned_symbols(string project) =>
        ProjectFile(project).ShouldContain("<DeterministicCode>true</DeterministicCode>");

    [Fact]
    public void Shared_files_carry_no_condition_on_tests_or_simulation() =>
        Repository.Sources().SelectMany(UsesOf("Xunit"))
            .Where(use => !use.StartsWith("src/Akka.Embedded.TestKit/", StringComparison.Ordinal))
            .ShouldBeEmpty();

    private static Func<SourceFile, IEnumerable<string>> UsesOf(string prefix) => file =>
        file.Lines.Select((line, index) => (line, index))
            .Where(found => Regex.IsMatch(found.line, $@"^\s*(global )?using (static )?(\w+ = )?{prefix}\b"))
            .Select(found => $"{file.Path}:{found.index + 1}: {found.line.Trim()}");

    private static string ProjectFile(string project) =>
        File.ReadAllText(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"));

    [GeneratedRegex(@"<ProjectReference Include=""[^""]*/([^/""]+)\.csproj""")]
    private static partial Regex ProjectReference();
}
