using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>The plan of one agent with its reasons: what the planner decides by, told for every node.</summary>
internal static class Explainer
{
    public static PlacementExplanation Explain(PlacementInput input, Agent agent)
    {
        var scene = new Scene(input.Nodes);
        var planner = new AgentPlanner(scene, input);
        var candidates = planner.Candidates(agent);
        var placement = planner.Plan(agent);
        var readers = new HistoryReaders(scene, input.Histories).Of(agent);
        var places = placement with { Slots = [.. placement.Slots.Select(Place)] };
        var slots = Count(scene, input, placement, places);
        var times = new RunTimes(agent, scene.Nodes);
        var verdicts = ImmutableArray.CreateBuilder<NodeVerdict>(scene.Nodes.Length);
        for (var number = 0; number < scene.Nodes.Length; number++)
        {
            var node = scene.Nodes[number];
            var unmet = candidates.BinarySearch(number) >= 0 ? [] : Admission.Unmet(node, agent);
            if (unmet.IsEmpty && candidates.BinarySearch(number) < 0) unmet = [NotChosen(agent)];
            verdicts.Add(new NodeVerdict(node, NodeScore.Of(node, times), unmet)
            {
                SlotsHosted = slots[number].Now,
                SlotsPlanned = slots[number].Planned,
                SlotsOpen = slots[number].Open,
            });
        }

        return new PlacementExplanation(agent.Name, verdicts.MoveToImmutable())
        {
            Places = places,
            Cause = AgentTexts.UnknownName(
                agent, scene.Nodes.SelectMany(node => node.Device.Labels), scene.Nodes.Select(node => node.Id)),
        };

        // Where a slot really is counts more than where the plan would have it, as long as it may stay there.
        string? Place(string? planned, int slot) =>
            input.Owners.GetValueOrDefault(new SlotId(agent.Name, slot)) is { } owner
            && candidates.BinarySearch(scene.NumberOf(owner)) >= 0 && readers?[slot]?[scene.NumberOf(owner)] != false ? owner : planned;
    }

    private static (int Now, int Planned, int Open)[] Count(
        Scene scene, PlacementInput input, AgentPlacement placement, AgentPlacement places)
    {
        var counts = new (int Now, int Planned, int Open)[scene.Nodes.Length];
        for (var slot = 0; slot < placement.Slots.Length; slot++)
        {
            var owner = scene.NumberOf(input.Owners.GetValueOrDefault(new SlotId(placement.Agent, slot)));
            var planned = scene.NumberOf(placement.Slots[slot]);
            if (owner >= 0) counts[owner].Now++;
            if (planned >= 0) counts[planned].Planned++;
            var open = scene.NumberOf(places.Slots[slot]);
            if (open >= 0) counts[open].Open++;
        }

        return counts;
    }

    private static string NotChosen(Agent agent) => agent.Deployment!.Replicas == 1
        ? "is not the node that suits it best, and it is to run on one"
        : string.Create(CultureInfo.InvariantCulture, $"is not one of the {agent.Deployment.Replicas} nodes chosen for it");
}
